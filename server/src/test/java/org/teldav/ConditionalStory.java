package org.teldav;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A card, and conditions with its validators in the place of names. */
abstract class ConditionalStory extends OneUserTest {
    static final String PAST = "Thu, 01 Jan 1970 00:00:00 GMT";
    static final String PAST_850 = "Sunday, 06-Nov-94 08:49:37 GMT";
    static final String PAST_ASCTIME = "Thu Jan  1 00:00:00 1970";
    static final String FUTURE = "Fri, 01 Jan 2055 00:00:00 GMT";
    static final String FUTURE_850 = "Friday, 01-Jan-55 00:00:00 GMT";
    static final String FUTURE_ASCTIME = "Fri Jan  1 00:00:00 2055";

    String path;
    Map<String, String> values;

    /** A card of the test's own with the values of the place holders. */
    void card(String uid) {
        path = book + uid + ".vcf";
        DavAnswer fixed = user.put(book + "fixed.vcf", TestServer.card("fixed", "Fixed", "1"));
        DavAnswer answer =
                user.put(path, TestServer.card(uid, "Card " + uid, "1")).expect(201);
        values = new TreeMap<>(Map.of(
                "ETAG", answer.etag(),
                "FIXED", fixed.etag(),
                "PATH", path,
                "BOOK", book,
                "HOST/", server.uri().replaceAll("http://|/$", ""),
                "MODIFIED", user.get(path).header("Last-Modified")));
    }

    DavClient with(String headers) {
        String replaced = headers.replace("HOST/", values.get("HOST/"));
        for (String name : List.of("ETAG", "FIXED", "PATH", "BOOK", "MODIFIED")) {
            replaced = replaced.replace(name, values.get(name));
        }
        return user.with(replaced);
    }

    /** A method on what is there; what its answer is where the conditions hold, and where they don't. */
    static String edited(String path) {
        String uid = path.substring(path.lastIndexOf('/') + 1).replace(".vcf", "");
        return TestServer.card(uid, "Edited", "1");
    }
}
