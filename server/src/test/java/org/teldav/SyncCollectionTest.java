package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RFC 6578 and clients.md 3 and 4. */
class SyncCollectionTest extends OneUserTest {
    @Test
    void rfc6578_deltas_name_what_changed_and_what_is_gone_and_not_the_book_itself() {
        put("a");
        put("b");
        DavAnswer initial = user.report(book, sync("", "")).expect(207);
        assertThat(initial.hrefs()).contains(book + "a.vcf", book + "b.vcf").doesNotContain(book);
        user.delete(book + "a.vcf").expect(204);
        put("c");
        DavAnswer delta = user.report(book, sync(initial.syncToken(), "")).expect(207);
        assertThat(delta.hrefs()).containsExactlyInAnyOrder(book + "a.vcf", book + "c.vcf");
        assertThat(delta.responseStatus(book + "a.vcf")).as("clients.md 3").isEqualTo(404);
        DavAnswer nothing = user.report(book, sync(delta.syncToken(), "")).expect(207);
        assertThat(nothing.responses()).isEmpty();
        assertThat(nothing.syncToken()).isEqualTo(delta.syncToken());
    }

    @Test
    void clients_4_a_page_ends_with_507_and_a_token_that_goes_on_exactly_there() {
        IntStream.range(0, 7).forEach(i -> put("c" + i));
        user.delete(book + "c3.vcf").expect(204);
        String token = "";
        List<String> seen = new java.util.ArrayList<>();
        boolean more = true;
        while (more) {
            DavAnswer page = user.report(book, sync(token, "3")).expect(207);
            more = page.hrefs().contains(book);
            if (more) {
                assertThat(page.responseStatus(book)).isEqualTo(507);
                assertThat(page.responses()).hasSize(4);
            }
            page.hrefs().stream().filter(href -> !href.equals(book)).forEach(seen::add);
            token = page.syncToken();
        }
        assertThat(seen).doesNotHaveDuplicates().contains(book + "c0.vcf", book + "c6.vcf");
        assertThat(token).isEqualTo(user.report(book, sync("", "")).syncToken());
    }

    @Test
    void rfc6578_3_2_tokens_of_a_restored_folder_are_valid_and_those_after_it_are_not(@TempDir Path folder)
            throws IOException {
        assumeThat(TestDatabase.isEmbedded()).isTrue();
        String contacts = "/dav/addressbooks/alice/contacts/";
        Path data = folder.resolve("data");
        Path copy = folder.resolve("copy");
        String saved;
        String lost;
        try (TestServer first = TestServer.start(data)) {
            DavClient alice = first.user("alice", "+1 415 555 0100");
            alice.put(contacts + "a.vcf", TestServer.card("a", "A", "1")).expect(201);
            saved = alice.report(contacts, sync("", "")).syncToken();
        }
        copy(data, copy);
        try (TestServer second = TestServer.start(data)) {
            DavClient alice = second.as("alice");
            alice.delete(contacts + "a.vcf").expect(204);
            lost = alice.report(contacts, sync(saved, "")).expect(207).syncToken();
        }
        try (TestServer restored = TestServer.start(copy)) {
            DavClient alice = restored.as("alice");
            assertThat(alice.report(contacts, sync(saved, "")).expect(207).responses())
                    .isEmpty();
            alice.report(contacts, sync(lost, "")).expect(403).expectError("valid-sync-token");
            assertThat(alice.report(contacts, sync("", "")).expect(207).hrefs()).contains(contacts + "a.vcf");
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> all;
        try (Stream<Path> paths = Files.walk(from)) {
            all = paths.toList();
        }
        for (Path path : all) {
            Files.copy(path, to.resolve(from.relativize(path).toString()));
        }
    }
}
