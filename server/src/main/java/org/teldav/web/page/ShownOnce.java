package org.teldav.web.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Forms whose answer shows a secret this once. Where that answer is loaded anew, browsers send the form of before again, which would make another; so the form says, in its field {@code newest},
 * what was there before.
 */
final class ShownOnce {
    private ShownOnce() {}

    /** For the form. @param there each with its {@code id}, which grows */
    static long newest(JsonNode there) {
        return each(there).mapToLong(ShownOnce::id).max().orElse(0);
    }

    /** What was made since the form was shown; none where it doesn't say when that was. */
    static Stream<JsonNode> since(Page page, JsonNode there) {
        String newest = page.request().raw("newest");
        return newest.matches("\\d{1,18}")
                ? each(there).filter(one -> id(one) > Long.parseLong(newest))
                : Stream.empty();
    }

    private static long id(JsonNode one) {
        return one.path("id").asLong();
    }

    private static Stream<JsonNode> each(JsonNode there) {
        return StreamSupport.stream(there.spliterator(), false);
    }
}
