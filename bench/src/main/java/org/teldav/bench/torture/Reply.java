package org.teldav.bench.torture;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What came of a request. Immutable.
 *
 * @param status 0 where there was no answer, or none that was whole
 * @param etag empty where there is none
 * @param body each character is a byte
 */
record Reply(int status, String etag, String body) {
    static final Reply NONE = new Reply(0, "", "");

    /** Whether a write may have been done or not. 503: the connection to the database broke, perhaps between the commit and its answer. */
    boolean isUnknown() {
        return status == 0 || status == 503;
    }

    /** Of a GET: empty where nothing is there. */
    Optional<String> content() {
        return status == 200 ? Optional.of(body) : Optional.empty();
    }

    /** The body as UTF-8. */
    String text() {
        return new String(body.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
