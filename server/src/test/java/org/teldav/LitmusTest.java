package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.teldav.plain.PlainServer;

/** docs/litmus.md: what litmus has to say of the handlers, and of what is behind them. */
@OneEngine("about WebDAV, which the other tests ask of both engines")
class LitmusTest {
    /** Why a test can't be asked of a book, and what litmus then says of it. */
    private enum Reason {
        /** RFC 6352 §5.2: an address book holds no collections. */
        COLLECTION("FAIL \\((MKCOL .*403 Forbidden\\)|could not create collection.*)"),
        /** RFC 6352 §5.1: and only vCards; this one is litmus's own text. */
        TEXT("FAIL \\(PUT of .*403 Forbidden\\)"),
        /** RFC 6352 §5.1: of which no two have one UID; litmus has one file only. (It writes a name that it has freed: any bytes.) */
        UID("FAIL \\((PUT of `.*|could not COPY locked resource.*)"),
        /** What one of the others would have made isn't there. */
        AFTER("SKIPPED|FAIL \\(.*404 Not Found\\)"),
        /** As {@link #AFTER}, of a part of the test. */
        PARTLY("pass \\(with 1 warning\\)");

        private final Pattern outcome;

        Reason(String outcome) {
            this.outcome = Pattern.compile(outcome, Pattern.DOTALL);
        }
    }

    /** What can't be asked of a book, all of it listed in docs/litmus.md. The number tells tests of one name apart. */
    private static final Map<String, Map<String, Reason>> INAPPLICABLE = Map.of(
            "basic",
            Map.of(
                    "3 put_get", Reason.TEXT,
                    "4 put_get_utf8_segment", Reason.TEXT,
                    "6 mkcol_over_plain", Reason.AFTER,
                    "7 delete", Reason.AFTER,
                    "9 delete_fragment", Reason.COLLECTION,
                    "10 mkcol", Reason.COLLECTION,
                    "11 mkcol_again", Reason.AFTER,
                    "12 delete_coll", Reason.AFTER),
            "copymove",
            Map.of(
                    "2 copy_init", Reason.COLLECTION,
                    "3 copy_simple", Reason.AFTER,
                    "4 copy_overwrite", Reason.AFTER,
                    "5 copy_nodestcoll", Reason.AFTER,
                    "7 copy_coll", Reason.COLLECTION,
                    "8 copy_shallow", Reason.COLLECTION,
                    "9 move", Reason.UID,
                    "10 move_coll", Reason.COLLECTION),
            "props",
            Map.of(
                    "25 propinit", Reason.UID,
                    "26 propmanyns", Reason.AFTER,
                    "27 propget", Reason.AFTER),
            "locks",
            Map.ofEntries(
                    Map.entry("5 put", Reason.UID),
                    Map.entry("9 notowner_modify", Reason.PARTLY),
                    Map.entry("12 notowner_modify", Reason.PARTLY),
                    Map.entry("14 copy", Reason.UID),
                    Map.entry("24 notowner_modify", Reason.PARTLY),
                    Map.entry("28 notowner_modify", Reason.PARTLY),
                    Map.entry("31 prep_collection", Reason.COLLECTION),
                    Map.entry("32 lock_collection", Reason.AFTER),
                    Map.entry("33 owner_modify", Reason.AFTER),
                    Map.entry("34 notowner_modify", Reason.AFTER),
                    Map.entry("35 refresh", Reason.AFTER),
                    Map.entry("36 indirect_refresh", Reason.AFTER),
                    Map.entry("37 unlock", Reason.AFTER)),
            "http",
            Map.of());

    private static final Pattern PASS = Pattern.compile("pass");

    @TempDir
    Path folder;

    /** Folders of anything can hold all that litmus sends. */
    @ParameterizedTest
    @CsvSource({"basic, 16", "copymove, 13", "props, 30", "locks, 41", "http, 4"})
    void every_test_passes_on_plain_collections(String suite, int tests) throws Exception {
        try (PlainServer server = PlainServer.start(folder)) {
            Map<String, String> outcomes = new Litmus(folder, Litmus.TEXT).run(suite, server.address(), "any", "any");
            assertThat(outcomes).hasSize(tests);
            assertThat(outcomes.values()).containsOnly("pass");
        }
    }

    /** The collection that litmus makes in a home is a book, and the file that it stores is a vCard here. */
    @ParameterizedTest
    @CsvSource({"basic, 16", "copymove, 13", "props, 30", "locks, 41", "http, 4"})
    void every_test_passes_on_a_book_that_can_be_asked_of_one(String suite, int tests) throws Exception {
        Path documents = Files.createDirectories(folder.resolve("documents"));
        Files.writeString(documents.resolve("foo"), TestServer.card("litmus", "Litmus", "+1 415 555 0142"));
        try (TestServer server = TestServer.start(folder.resolve("data"))) {
            server.user("bob", "+1 415 555 0101");
            Map<String, String> outcomes = new Litmus(folder, documents)
                    .run(suite, server.uri() + "dav/addressbooks/bob/", "bob", "bob-password");
            assertThat(outcomes).hasSize(tests);
            Map<String, Reason> listed = INAPPLICABLE.get(suite);
            outcomes.forEach((test, outcome) -> assertThat(outcome)
                    .as("%s of %s", test, outcomes)
                    .matches(listed.containsKey(test) ? listed.get(test).outcome : PASS));
            assertThat(outcomes.keySet()).containsAll(listed.keySet());
        }
    }
}
