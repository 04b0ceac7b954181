package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests of the size that docs/operator.md advises for large books, by several at once, in the heap that a server has as it comes: vdirsyncer names all cards that are new to it in one. */
@OneEngine("about the heap, which is the same on both")
class LargeReportTest {
    private static final String BOOK = "/dav/addressbooks/alice/contacts/";
    private static final int HREFS = 99_000;
    private static final int AT_ONCE = 3;

    @TempDir
    Path data;

    @Test
    void a_multiget_of_a_hundred_thousand_and_bodies_that_take_more_memory_leave_the_server_alive() throws Exception {
        try (TestServer server = TestServer.start(data)) {
            server.user("alice", "+1 415 555 0100");
        }
        byte[] all = multiget(IntStream.range(0, HREFS)
                .mapToObj(number -> "<D:href>%s%036d.vcf</D:href>\n".formatted(BOOK, number))
                .collect(Collectors.joining()));
        byte[] elements = multiget("<b/>".repeat(2 << 20));
        byte[] attributes = multiget("<b c='' d=''/>".repeat(700_000));
        byte[] text = multiget("<D:href>" + "\u4e2d".repeat(3 << 20) + "</D:href>");
        try (ChildServer server =
                ChildServer.start(data, List.of("env", "TELDAV_LIMITS_XML=10 MiB"), "-Xmx256m", "-XX:+UseParallelGC")) {
            DavClient alice = server.as("alice");
            alice.put(BOOK + "0".repeat(35) + "7.vcf", TestServer.card("seven", "Seven", "1"))
                    .expect(201);
            for (String answer : texts(alice, all, 207)) {
                assertThat(answer).containsOnlyOnce("UID:seven").contains("%036d.vcf".formatted(HREFS - 1));
            }
            assertThat(texts(alice, elements, 413)).allMatch(answer -> answer.contains("more than 200000 elements"));
            texts(alice, attributes, 413);
            texts(alice, text, 207);
            alice.get(BOOK + "me.vcf").expect(200);
            assertThat(server.isAlive()).as(server.log()).isTrue();
            assertThat(server.log()).doesNotContain("OutOfMemory");
        }
    }

    private static byte[] multiget(String inside) {
        return ("<C:addressbook-multiget xmlns:D='DAV:' xmlns:C='urn:ietf:params:xml:ns:carddav'><D:prop><D:getetag/>"
                        + "<C:address-data/></D:prop>" + inside + "</C:addressbook-multiget>")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> texts(DavClient client, byte[] body, int status) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE);
        List<Future<DavAnswer>> answers = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            answers.add(clients.submit(() -> client.with("Content-Type: application/xml")
                    .with("Depth: 1")
                    .send("REPORT", BOOK, body)));
        }
        clients.shutdown();
        List<String> texts = new ArrayList<>();
        for (Future<DavAnswer> answer : answers) {
            texts.add(answer.get().expect(status).text());
        }
        return texts;
    }
}
