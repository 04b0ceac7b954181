package org.teldav.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.BothEngines;
import org.teldav.DavClient;
import org.teldav.TestServer;

@BothEngines
class MergePagesTest {
    private static final String BOOK = "/dav/addressbooks/alice/contacts/";
    private static final String MERGE = "/contacts/merge?book=contacts&card=one.vcf&other=two.vcf";

    @TempDir
    Path data;

    private TestServer server;
    private DavClient alice;
    private PageClient page;

    @BeforeEach
    void start() {
        server = TestServer.start(data);
        alice = server.user("alice", "+1 415 555 0100");
        page = new PageClient(server.client()).signIn("alice", "alice-password");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void two_of_one_name_are_told_apart_by_what_one_has_of_its_own() {
        contacts(TestServer.card("one", "Bob", "+1 415 555 0101"), TestServer.card("two", "Bob", "+1 415 555 0102"));
        merging("Bob (+1 415 555 0101) stays and gets what only Bob (+1 415 555 0102) has");
    }

    @Test
    void one_without_is_told_so() {
        String numberless = "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:two\r\nN:Bob;;;;\r\nFN:Bob\r\nEND:VCARD\r\n";
        contacts(TestServer.card("one", "Bob", "+1 415 555 0101"), numberless);
        merging("Bob (+1 415 555 0101) stays and gets what only Bob (without) has");
    }

    @Test
    void where_the_number_is_the_same_by_the_address_and_else_by_the_file() {
        String one = TestServer.card("one", "Bob", "+1 415 555 0101");
        String two = TestServer.card("two", "Bob", "+1 415 555 0101");
        contacts(one, two);
        merging("Bob (one.vcf) stays and gets what only Bob (two.vcf) has");
        alice.put(BOOK + "one.vcf", one.replace("END:", "EMAIL:bob@example.org\r\nEND:"))
                .expect(204);
        merging("Bob (bob@example.org) stays and gets what only Bob (without) has");
    }

    @Test
    void two_names_say_enough() {
        contacts(TestServer.card("one", "Bob", "+1 415 555 0101"), TestServer.card("two", "Rob", "+1 415 555 0101"));
        merging("Bob stays and gets what only Rob has");
    }

    private void contacts(String one, String two) {
        alice.put(BOOK + "one.vcf", one).expect(201);
        alice.put(BOOK + "two.vcf", two).expect(201);
    }

    private void merging(String sentence) {
        assertThat(page.get(MERGE).expect(200).text()).contains(sentence);
    }
}
