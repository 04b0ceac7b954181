package org.teldav;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.teldav.plain.PlainServer;

/** docs/litmus.md: what litmus has to say of the handlers, and of what is behind them. */
class LitmusTest {
    /** RFC 6352 §5.2: an address book holds no collections. */
    private static final String COLLECTION = "makes a collection in the book";
    /** RFC 6352 §5.1: and only vCards. */
    private static final String TEXT = "stores a text of its own";
    /** RFC 6352 §5.1: of which no two have one UID; litmus has one file only. */
    private static final String UID = "stores the same vCard under two names";

    private static final String AFTER = "needs what one of the others would have made";

    /** What can't be asked of a book. The number tells tests of one name apart. */
    private static final Map<String, Map<String, String>> INAPPLICABLE = Map.of(
            "basic",
            Map.of(
                    "3 put_get", TEXT,
                    "4 put_get_utf8_segment", TEXT,
                    "6 mkcol_over_plain", AFTER,
                    "7 delete", AFTER,
                    "9 delete_fragment", COLLECTION,
                    "10 mkcol", COLLECTION,
                    "11 mkcol_again", AFTER,
                    "12 delete_coll", AFTER),
            "copymove",
            Map.of(
                    "2 copy_init", COLLECTION,
                    "3 copy_simple", AFTER,
                    "4 copy_overwrite", AFTER,
                    "5 copy_nodestcoll", AFTER,
                    "7 copy_coll", COLLECTION,
                    "8 copy_shallow", COLLECTION,
                    "9 move", UID,
                    "10 move_coll", COLLECTION),
            "props",
            Map.of(
                    "25 propinit", UID,
                    "26 propmanyns", AFTER,
                    "27 propget", AFTER),
            "locks",
            Map.of(
                    "5 put", UID,
                    "14 copy", UID,
                    "31 prep_collection", COLLECTION,
                    "32 lock_collection", AFTER,
                    "33 owner_modify", AFTER,
                    "34 notowner_modify", AFTER,
                    "35 refresh", AFTER,
                    "36 indirect_refresh", AFTER,
                    "37 unlock", AFTER),
            "http",
            Map.of());

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
            Set<String> failed = outcomes.entrySet().stream()
                    .filter(outcome -> !outcome.getValue().startsWith("pass"))
                    .map(Map.Entry::getKey)
                    .collect(toSet());
            assertThat(failed)
                    .as("%s", outcomes)
                    .isEqualTo(INAPPLICABLE.get(suite).keySet());
        }
    }
}
