package org.teldav.dav;

import java.util.Optional;

/** What is there after a write, or stood in its way, in the answer (RFC 8144 §3): a client need not ask again. */
final class Representation {
    private Representation() {}

    /** @return false where nothing with a body is there: then nothing was answered */
    static boolean send(int status, Optional<DavResource> resource, DavResponse response) {
        if (resource.isEmpty() || !(resource.get() instanceof Readable readable)) {
            return false;
        }
        byte[] content = readable.content();
        Validators validators = resource.get().validators();
        response.status(status)
                .header("Content-Location", resource.get().href())
                .header("Preference-Applied", "return=representation")
                .header("Vary", "Prefer");
        validators.etag().ifPresent(etag -> response.header("ETag", etag));
        validators.modified().ifPresent(modified -> response.header("Last-Modified", DavResponse.date(modified)));
        response.bytes(readable.contentType(), content, 0, content.length);
        return true;
    }
}
