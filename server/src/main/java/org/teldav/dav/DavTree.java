package org.teldav.dav;

import io.milton.http.HttpManager;
import io.milton.http.ResourceFactory;
import io.milton.resource.Resource;
import java.util.Optional;

/** Finds what a path names for the one who asks. What they may not see isn't there. Thread-safe. */
public interface DavTree extends ResourceFactory {
    Optional<DavResource> find(DavRequest request, Href href);

    /** @throws DavException 404 */
    default DavResource require(DavRequest request) {
        return find(request, request.href()).orElseThrow(DavException::notFound);
    }

    @Override
    default Resource getResource(String host, String path) {
        return find((DavRequest) HttpManager.request(), Href.parse(path)).orElse(null);
    }
}
