package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.storage.Change;
import org.teldav.storage.Rewrite;

/** The reason why the server exists, over real requests: a number changed on one phone reaches the others. */
@BothEngines
class StoryTest {
    private static final String SYNC = """
            <D:sync-collection xmlns:D="DAV:"><D:sync-token>%s</D:sync-token><D:sync-level>1</D:sync-level>\
            <D:prop><D:getetag/></D:prop></D:sync-collection>""";

    @TempDir
    Path data;

    private TestServer server;
    private DavClient alice;
    private DavClient bob;
    private DavClient carol;
    private DavClient dave;
    private byte[] bobsCard;
    private byte[] carolsCard;
    private byte[] davesCard;

    @BeforeEach
    void three_in_a_family_and_one_in_none() {
        server = TestServer.start(data);
        alice = server.user("alice", "+1 415 555 0100", "family");
        bob = server.user("bob", "+1 415 555 0101", "family");
        carol = server.user("carol", "+1 415 555 0102", "family");
        dave = server.user("dave", "+1 415 555 0103");
        bobsCard = iPhoneCard().getBytes(StandardCharsets.UTF_8);
        carolsCard = ("BEGIN:VCARD\nVERSION:4.0\nUID:urn:uuid:7a3d6e0a-0001-4000-8000-000000000001\nFN:Alice\n"
                        + "TEL;VALUE=uri;TYPE=cell:tel:+14155550100\nNOTE:met in\\nParis\nEND:VCARD\n")
                .getBytes(StandardCharsets.UTF_8);
        davesCard = ("BEGIN:VCARD\r\nVERSION:3.0\r\nUID:dave-alice\r\nFN:Alice\r\nTEL:+14155550100\r\nEND:VCARD\r\n")
                .getBytes(StandardCharsets.UTF_8);
        bob.put("/dav/addressbooks/bob/contacts/alice.vcf", bobsCard).expect(201);
        bob.put("/dav/addressbooks/bob/contacts/other.vcf", TestServer.card("other", "Other", "+1 415 555 0199"))
                .expect(201);
        carol.put("/dav/addressbooks/carol/contacts/a.vcf", carolsCard).expect(201);
        dave.put("/dav/addressbooks/dave/contacts/a.vcf", davesCard).expect(201);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_number_changed_on_one_phone_reaches_the_others_and_only_its_bytes_change() {
        String bobsToken = token(bob, "bob");
        String carolsToken = token(carol, "carol");
        String davesToken = token(dave, "dave");
        alice.put("/dav/addressbooks/alice/contacts/friend.vcf", TestServer.card("friend", "Friend", "+14155550100"))
                .expect(201);
        String alicesToken = token(alice, "alice");

        changeNumber("+44 7700 900123");

        assertThat(delta(bob, "bob", bobsToken)).containsExactly("/dav/addressbooks/bob/contacts/alice.vcf");
        assertThat(delta(carol, "carol", carolsToken)).containsExactly("/dav/addressbooks/carol/contacts/a.vcf");
        assertThat(delta(dave, "dave", davesToken)).isEmpty();
        assertThat(delta(alice, "alice", alicesToken)).containsExactly(ownCard());
        assertThat(content(bob, "/dav/addressbooks/bob/contacts/alice.vcf"))
                .isEqualTo(replaced(bobsCard, "(415) 555-0100", "+44 7700 900123"));
        assertThat(content(carol, "/dav/addressbooks/carol/contacts/a.vcf"))
                .isEqualTo(replaced(carolsCard, "tel:+14155550100", "tel:+447700900123"));
        assertThat(content(dave, "/dav/addressbooks/dave/contacts/a.vcf")).isEqualTo(davesCard);
        assertThat(journal("bob")).hasSize(1);
        assertThat(journal("carol")).hasSize(1);
        assertThat(journal("dave")).isEmpty();
        assertThat(journal("alice")).isEmpty();
        assertThat(journal("bob").get(0).oldText()).isEqualTo("(415) 555-0100");
        assertThat(journal("bob").get(0).newText()).isEqualTo("+44 7700 900123");
    }

    @Test
    void the_old_version_of_a_rewritten_card_is_in_the_history() {
        changeNumber("+44 7700 900123");
        Rewrite rewrite = journal("bob").get(0);
        byte[] before = server.store()
                .read(tx -> tx.cards().version(rewrite.card(), rewrite.before()))
                .orElseThrow();
        assertThat(before).isEqualTo(bobsCard);
    }

    @Test
    void rule_1_a_reformatted_number_moves_nothing() {
        String bobsToken = token(bob, "bob");
        String carolsToken = token(carol, "carol");
        List<Change> before = changes();
        changeNumber("(415) 555-0100");
        assertThat(delta(bob, "bob", bobsToken)).isEmpty();
        assertThat(delta(carol, "carol", carolsToken)).isEmpty();
        assertThat(journal("bob")).isEmpty();
        assertThat(changes()).isEqualTo(before);
    }

    private List<Change> changes() {
        return server.store().read(tx -> tx.changes().list(100));
    }

    /** As a phone does it: GET, edit, PUT with If-Match. */
    private void changeNumber(String number) {
        DavAnswer own = alice.get(ownCard()).expect(200);
        String edited = own.text().replaceFirst("(TEL[^:]*:)[^\r\n]*", "$1" + number);
        assertThat(edited).isNotEqualTo(own.text());
        alice.with("If-Match: " + own.etag()).put(ownCard(), edited).expect(204);
        server.drain();
    }

    private String ownCard() {
        return alice.propfind(
                        "/dav/addressbooks/alice/",
                        0,
                        "<D:propfind xmlns:D='DAV:'><D:prop><M:me-card xmlns:M='http://calendarserver.org/ns/'/></D:prop></D:propfind>")
                .expect(207)
                .value("/dav/addressbooks/alice/", "me-card");
    }

    private List<Rewrite> journal(String user) {
        return server.store()
                .read(tx -> tx.changes()
                        .journal(tx.principals().user(user).orElseThrow().id(), 100));
    }

    private static String token(DavClient client, String user) {
        return client.report("/dav/addressbooks/" + user + "/contacts/", SYNC.formatted(""))
                .expect(207)
                .syncToken();
    }

    private static List<String> delta(DavClient client, String user, String token) {
        return client.report("/dav/addressbooks/" + user + "/contacts/", SYNC.formatted(token))
                .expect(207)
                .hrefs();
    }

    private static byte[] content(DavClient client, String path) {
        return client.get(path).expect(200).body();
    }

    private static byte[] replaced(byte[] card, String old, String now) {
        String text = new String(card, StandardCharsets.UTF_8);
        assertThat(text).containsOnlyOnce(old);
        return text.replace(old, now).getBytes(StandardCharsets.UTF_8);
    }

    /** As an iPhone writes it: grouped, labelled, folded, with a photo. */
    private static String iPhoneCard() {
        byte[] photo = new byte[3000];
        new Random(415).nextBytes(photo);
        StringBuilder folded = new StringBuilder("PHOTO;ENCODING=b;TYPE=JPEG:");
        String base64 = Base64.getEncoder().encodeToString(photo);
        for (int i = 0; i < base64.length(); i += 74) {
            folded.append(i == 0 ? "" : "\r\n ").append(base64, i, Math.min(base64.length(), i + 74));
        }
        return "BEGIN:VCARD\r\nVERSION:3.0\r\nPRODID:-//Apple Inc.//iPhone OS 26.1//EN\r\nN:Liddell;Alice;;;\r\n"
                + "FN:Alice Liddell\r\nitem1.TEL;type=pref:(415) 555-0100\r\nitem1.X-ABLabel:_$!<Mobile>!$_\r\n"
                + "item2.EMAIL;type=INTERNET:alice@example.com\r\nitem2.X-ABLabel:_$!<Other>!$_\r\n"
                + "NOTE:down the rabbit hole\\, and a long line that is folded by the phone after s\r\n eventy-five octets\r\n"
                + folded + "\r\nREV:2026-11-01T10:00:00Z\r\nUID:5E8F2C1A-415A-4D0E-9C51-0000000000A1\r\nEND:VCARD\r\n";
    }
}
