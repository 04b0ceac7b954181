package org.teldav.dav;

import io.milton.http.Handler;
import io.milton.http.HttpManager;
import io.milton.http.Request;
import io.milton.http.Response;
import io.milton.resource.Resource;
import java.util.Optional;

/** A handler of one method, or of two that are alike, behind Milton's dispatch. Handlers only throw {@link DavException}. Thread-safe. */
public abstract class MethodHandler implements Handler {
    private final String[] methods;
    /** Finds what the request's path names. */
    protected final DavTree tree;

    protected MethodHandler(DavTree tree, String... methods) {
        this.tree = tree;
        this.methods = methods;
    }

    protected abstract void handle(DavRequest request, DavResponse response);

    @Override
    public String[] getMethods() {
        return methods.clone();
    }

    @Override
    public void process(HttpManager manager, Request request, Response response) {
        DavRequest asked = (DavRequest) request;
        try {
            handle(asked, (DavResponse) response);
        } catch (DavException e) {
            boolean shown = e.status() == 412
                    && Preferences.of(asked).representation()
                    && Representation.send(412, inTheWay(asked), (DavResponse) response);
            if (!shown) {
                throw e;
            }
        }
    }

    /** What a write that failed with 412 found in the place of what the client expected (RFC 8144 §3.2). */
    protected Optional<DavResource> inTheWay(DavRequest request) {
        return Optional.empty();
    }

    @Override
    public boolean isCompatible(Resource resource) {
        return true;
    }

    /** @throws DavException 405 where the resource isn't of that kind */
    protected static <T> T as(Class<T> kind, DavResource resource, DavRequest request) {
        if (!kind.isInstance(resource)) {
            throw DavException.methodNotAllowed(request.getMethod().code, resource.allow());
        }
        return kind.cast(resource);
    }
}
