package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** carddav.md, "Bad input": the right status, nothing stored, no stack trace, and the server goes on. */
@BothEngines
class BadInputTest {
    private static final String BOOK = "/dav/addressbooks/alice/contacts/";

    private static final String ALICE =
            Base64.getEncoder().encodeToString("alice:alice-password".getBytes(StandardCharsets.US_ASCII));

    @TempDir
    static Path data;

    @TempDir
    Path folder;

    private static TestServer server;
    private static DavClient alice;
    private static List<String> before;

    @BeforeAll
    static void start() {
        server = TestServer.start(data);
        alice = server.user("alice", "+1 415 555 0100");
        before = members();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void nothing_is_stored_and_the_server_is_alive() {
        assertThat(members()).isEqualTo(before);
    }

    private static List<String> members() {
        return alice.propfind(BOOK, 1, "<D:propfind xmlns:D='DAV:'><D:prop><D:getetag/></D:prop></D:propfind>")
                .expect(207)
                .hrefs();
    }

    private static void refused(DavAnswer answer, int status) {
        answer.expect(status);
        assertThat(answer.text()).doesNotContain("Exception", "at org.", "<html", "java.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz\r\nBEGIN\r\n0\r\n\r\n", "5\r\nBEGINxx\r\n0\r\n\r\n", "-1\r\n"})
    void chunks_that_are_none_are_400(String chunks) {
        for (String request : List.of("PUT " + BOOK + "bad.vcf", "PROPFIND " + BOOK)) {
            DavAnswer answer = alice.raw((request + " HTTP/1.1\r\nHost: x\r\nDepth: 0\r\nAuthorization: Basic " + ALICE
                            + "\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks)
                    .getBytes(StandardCharsets.US_ASCII));
            refused(answer, 400);
        }
    }

    /** RFC 9112 §6.1: taken as it comes, it would be stored packed. */
    @Test
    void a_transfer_coding_that_is_not_known_is_501() {
        String card = TestServer.card("bad", "B", "1");
        DavAnswer answer = alice.raw(("PUT " + BOOK + "bad.vcf HTTP/1.1\r\nHost: x\r\nAuthorization: Basic " + ALICE
                        + "\r\nContent-Type: text/vcard\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"
                        + Integer.toHexString(card.length()) + "\r\n" + card + "\r\n0\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        refused(answer, 501);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:x\r\nEND:VCARD\r\n",
                "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:1\r\nEND:VCARD\r\n",
                "BEGIN:VCARD\r\nFN:x\r\nUID:1\r\nEND:VCARD\r\n",
                "BEGIN:VCARD\r\nVERSION:4.0\r\nN:x;;;;\r\nUID:1\r\nEND:VCARD\r\n",
                "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:x\r\nUID:1\r\n",
                "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:x\r\nUID:1\r\nEND:VCARD\r\nBEGIN:VCARD\r\nVERSION:3.0\r\nFN:y\r\nUID:2\r\nEND:VCARD\r\n",
            })
    void what_is_not_one_vcard_with_version_fn_and_uid_is_valid_address_data_403(String body) {
        DavAnswer answer = alice.put(BOOK + "bad.vcf", body);
        refused(answer, 403);
        answer.expectError("valid-address-data");
        assertThat(answer.xml().getTextContent()).isNotBlank();
    }

    @Test
    void a_version_that_is_not_offered_is_supported_address_data_403() {
        DavAnswer answer =
                alice.put(BOOK + "bad.vcf", "BEGIN:VCARD\r\nVERSION:2.1\r\nN:x\r\nFN:x\r\nUID:1\r\nEND:VCARD\r\n");
        refused(answer, 403);
        answer.expectError("supported-address-data");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/calendar", "application/json", "application/x-www-form-urlencoded", "text/html"})
    void another_media_type_is_supported_address_data_403(String type) {
        DavAnswer answer = alice.with("Content-Type: " + type)
                .send("PUT", BOOK + "bad.vcf", TestServer.card("x", "X", "1").getBytes(StandardCharsets.UTF_8));
        refused(answer, 403);
        answer.expectError("supported-address-data");
    }

    @ParameterizedTest
    @CsvSource({"PROPFIND, ''", "PROPPATCH, ''", "REPORT, ''", "MKCOL, new"})
    void malformed_xml_and_a_doctype_are_400_and_deep_nesting_is_413(String method, String name) {
        DavClient client = alice.with("Depth: 0");
        String path = method.equals("MKCOL") ? BOOK.replace("contacts/", name) : BOOK + name;
        for (String body : List.of(
                "<D:propfind xmlns:D='DAV:'><D:prop>",
                "<a></b>",
                "{}",
                "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><D:propfind xmlns:D='DAV:'>&a;</D:propfind>")) {
            refused(client.xml(method, path, body), 400);
        }
        refused(client.xml(method, path, "<a>".repeat(40_000) + "</a>".repeat(40_000)), 413);
    }

    @ParameterizedTest
    @CsvSource({
        "PROPFIND, D:propfind, '', ''",
        "PROPPATCH, D:propertyupdate, <D:set>, </D:set>",
        "PROPPATCH, D:propertyupdate, <D:remove>, </D:remove>",
        "REPORT, D:sync-collection, <D:sync-token/>, ''"
    })
    void more_properties_than_anybody_has_are_413(String method, String root, String before, String after) {
        String names = IntStream.range(0, 1001)
                .mapToObj(i -> "<x" + i + " xmlns='urn:x'/>")
                .collect(Collectors.joining());
        String body =
                "<" + root + " xmlns:D='DAV:'>" + before + "<D:prop>" + names + "</D:prop>" + after + "</" + root + ">";
        refused(alice.with("Depth: 1").xml(method, BOOK, body), 413);
        alice.with("Depth: 1")
                .xml(method, BOOK, body.replace("<x1000 xmlns='urn:x'/>", ""))
                .expect(207);
    }

    @Test
    void a_body_over_the_limit_is_refused_before_it_is_read() {
        byte[] xml = ("<a>" + " ".repeat(1 << 20) + "</a>").getBytes(StandardCharsets.UTF_8);
        refused(alice.with("Depth: 0").send("PROPFIND", BOOK, xml), 413);
        String note = "N".repeat(11 << 20);
        DavAnswer card = alice.put(
                BOOK + "big.vcf", TestServer.card("big", "Big", "1").replace("FN:", "NOTE:" + note + "\r\nFN:"));
        refused(card, 403);
        card.expectError("max-resource-size");
    }

    @Test
    void a_body_over_the_limit_without_a_length_is_refused_too() {
        String chunk = "100000\r\n" + "x".repeat(1 << 20) + "\r\n";
        byte[] body = (chunk.repeat(12) + "0\r\n\r\n").getBytes(StandardCharsets.UTF_8);
        DavAnswer answer = alice.with("Transfer-Encoding: chunked")
                .with("Content-Type: text/vcard")
                .send("PUT", BOOK + "big.vcf", body);
        refused(answer, 403);
        answer.expectError("max-resource-size");
    }

    @Test
    void a_part_of_a_put_is_400() {
        refused(
                alice.with("Content-Range: bytes 0-9/1073741824")
                        .put(BOOK + "part.vcf", TestServer.card("x", "X", "1")),
                400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FOO", "PATCH", "SEARCH", "MKCALENDAR", "TRACE"})
    void a_method_that_is_not_there_is_501(String method) {
        refused(alice.send(method, BOOK), 501);
    }

    @Test
    void a_method_that_is_not_for_this_resource_is_405_with_allow() {
        DavAnswer answer = alice.get(BOOK);
        refused(answer, 405);
        assertThat(answer.header("Allow")).contains("PROPFIND").doesNotContain("GET");
        refused(alice.delete("/dav/addressbooks/alice/"), 405);
        refused(alice.put("/dav/addressbooks/alice/contacts/", "x"), 405);
        refused(alice.send("MKCOL", BOOK), 405);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/dav/addressbooks/alice/contacts/../../bob/contacts/x.vcf",
                "/dav/addressbooks/alice/contacts/%2e%2e/x.vcf",
                "/dav/addressbooks/alice/contacts/%2E%2E%2Fx.vcf/..",
                "/dav/addressbooks/alice/contacts/%",
                "/dav/addressbooks/alice/contacts/%zz.vcf",
                "/dav/addressbooks/alice/contacts/%C3.vcf",
                "/dav/addressbooks/alice/contacts/%00.vcf",
                "/dav/addressbooks/alice/contacts/a%0d%0ab.vcf"
            })
    void a_path_that_climbs_or_can_not_be_decoded_is_400(String path) {
        refused(alice.get(path), 400);
        refused(alice.put(path, TestServer.card("x", "X", "1")), 400);
        refused(alice.propfind(path, 0, ""), 400);
    }

    @Test
    void a_depth_that_is_none_is_400_and_infinity_is_refused() {
        refused(alice.with("Depth: 2").send("PROPFIND", BOOK), 400);
        DavAnswer infinity = alice.with("Depth: infinity").send("PROPFIND", BOOK);
        refused(infinity, 403);
        infinity.expectError("propfind-finite-depth");
    }

    @Test
    void a_report_that_is_not_there_is_403_supported_report() {
        DavAnswer answer = alice.report(BOOK, "<D:version-tree xmlns:D='DAV:'/>");
        refused(answer, 403);
        answer.expectError("supported-report");
    }

    @Test
    void a_sync_token_that_is_not_known_is_403_valid_sync_token_and_400_for_thunderbird() {
        for (String token : List.of("x", "urn:teldav:sync:1-99999", "http://sabre.io/ns/sync/1")) {
            String body = "<D:sync-collection xmlns:D='DAV:'><D:sync-token>" + token
                    + "</D:sync-token><D:sync-level>1</D:sync-level><D:prop/></D:sync-collection>";
            DavAnswer answer = alice.report(BOOK, body);
            refused(answer, 403);
            answer.expectError("valid-sync-token");
            DavAnswer thunderbird = alice.with("User-Agent: Mozilla/5.0 Gecko/20100101 Thunderbird/153.0")
                    .report(BOOK, body);
            refused(thunderbird, 400);
            thunderbird.expectError("valid-sync-token");
        }
    }

    @Test
    void a_request_that_is_no_http_does_not_end_the_server() {
        DavAnswer answer = server.client().raw("GARBAGE\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).doesNotContain("Exception", "<html");
    }

    /** A phone takes what is refused by 4xx for bad, and tries again after 503. */
    @Test
    void an_upload_that_stands_still_is_503_and_one_that_ends_before_its_length_400() throws IOException {
        try (TestServer impatient = TestServer.start(folder.resolve("data"), "limits.idle = 1 s")) {
            DavClient bob = impatient.user("bob", "+1 415 555 0101");
            String head = "PUT /dav/addressbooks/bob/contacts/b.vcf HTTP/1.1\r\nHost: x\r\nAuthorization: Basic "
                    + Base64.getEncoder().encodeToString("bob:bob-password".getBytes(StandardCharsets.US_ASCII))
                    + "\r\nContent-Length: 500\r\n\r\nBEGIN:VCARD\r\n";
            DavAnswer answer = bob.raw(head.getBytes(StandardCharsets.US_ASCII));
            refused(answer, 503);
            assertThat(answer.header("Retry-After")).isEqualTo("5");
            try (Socket socket =
                    new Socket("127.0.0.1", URI.create(impatient.uri()).getPort())) {
                socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                socket.shutdownOutput();
                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .startsWith("HTTP/1.1 400 ");
            }
        }
    }
}
