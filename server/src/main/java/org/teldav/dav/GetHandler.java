package org.teldav.dav;

import java.util.Optional;

/** GET and HEAD with conditions and a byte range (RFC 9110 §9.3.1, §13, §14). */
public final class GetHandler extends MethodHandler {
    public GetHandler(DavTree tree) {
        super(tree, "GET", "HEAD");
    }

    @Override
    protected void handle(DavRequest request, DavResponse response) {
        DavResource resource = tree.require(request);
        Preconditions conditions = Preconditions.of(request, tree);
        if (!(resource instanceof Readable kept)) {
            // RFC 9110 §9.3.2: a HEAD is told what a GET would be
            throw DavException.methodNotAllowed("GET", resource.allow());
        }
        Preconditions.requireStates(request, tree);
        try (Readable stored = kept) {
            answer(resource, stored, conditions, request, response);
        }
    }

    private static void answer(
            DavResource resource, Readable stored, Preconditions conditions, DavRequest request, DavResponse response) {
        Readable readable = request.header("Accept").map(stored::accepting).orElse(stored);
        byte[] content = readable.content();
        Validators validators = readable.isStored()
                ? resource.validators()
                : new Validators(Optional.empty(), resource.validators().modified());
        response.header("Vary", "Accept");
        validators.etag().ifPresent(etag -> response.header("ETag", etag));
        validators.modified().ifPresent(modified -> response.header("Last-Modified", DavResponse.date(modified)));
        switch (conditions.reading(validators)) {
            case FAILED -> throw DavException.preconditionFailed();
            case NOT_MODIFIED ->
                // RFC 9110 §8.6: else it would be said to be 0
                response.status(304).header("Content-Length", Integer.toString(content.length));
            case SEND -> send(request, response, readable, content, validators);
        }
    }

    private static void send(
            DavRequest request, DavResponse response, Readable readable, byte[] content, Validators validators) {
        response.header("Accept-Ranges", "bytes");
        Optional<ByteRange> range =
                isHead(request) ? Optional.empty() : ByteRange.of(request, validators, content.length);
        range.ifPresent(part -> response.header("Content-Range", part.contentRange(content.length)));
        response.status(range.isPresent() ? 206 : 200);
        int offset = range.map(ByteRange::start).orElse(0);
        int length = range.map(ByteRange::length).orElse(content.length);
        if (isHead(request)) {
            response.header("Content-Type", readable.contentType()).header("Content-Length", Integer.toString(length));
        } else {
            response.bytes(readable.contentType(), content, offset, length);
        }
    }

    private static boolean isHead(DavRequest request) {
        return request.getMethod() == io.milton.http.Request.Method.HEAD;
    }
}
