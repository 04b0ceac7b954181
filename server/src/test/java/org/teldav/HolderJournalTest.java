package org.teldav;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The holder's last word: undo, old numbers that are kept, and rule 11 (propagation.md). */
class HolderJournalTest extends HolderStory {
    /** As several programs write them; each has the old number and something that no rewrite may touch. */
    private Map<String, String> oddCards() {
        Map<String, String> cards = new LinkedHashMap<>();
        cards.put("plain.vcf", TestServer.card("plain", "Plain", local("0121")));
        cards.put(
                "apple.vcf",
                "BEGIN:VCARD\r\nVERSION:3.0\r\nN:A;B;;;\r\nFN:B A\r\nitem1.TEL;type=pref:+1 (AREA) 555-0121\r\n"
                        + "item1.X-ABLabel:_$!<Mobile>!$_\r\nTEL;type=WORK:AREA-555-0199\r\nUID:apple\r\nEND:VCARD\r\n");
        cards.put(
                "folded.vcf",
                "BEGIN:VCARD\nVERSION:3.0\nUID:folded\nFN:F\nTEL;TYPE=CELL:+1 AREA\n  555 01\n 21\nX-odd;;:;;\nEND:VCARD");
        cards.put(
                "twin.vcf",
                "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:twin\r\nFN:T\r\nTEL:AREA 555 0121\r\nTEL:AREA 555 0122\r\nEND:VCARD\r\n");
        cards.put(
                "uri.vcf",
                "BEGIN:VCARD\r\nVERSION:4.0\r\nUID:uri\r\nFN:U\r\nTEL;VALUE=uri:tel:+1-AREA-555-0121\r\nEND:VCARD\r\n");
        cards.replaceAll((card, text) -> text.replace("AREA", area));
        return cards;
    }

    /** Rule 6: an own card is its user's alone, and a number that comes back into it would be a change of theirs. */
    @Test
    void nothing_is_undone_in_a_card_that_has_become_the_holder_s_own() {
        put("plain.vcf", TestServer.card("plain", "Plain", local("0121")));
        server.changeOwnNumber(changer, fresh);
        String rewritten = text("plain.vcf");
        holder.xml(
                        "PROPPATCH",
                        "/dav/addressbooks/" + holderName + "/",
                        set("<S:me-card xmlns:S='http://calendarserver.org/ns/'><D:href>" + contacts
                                + "plain.vcf</D:href></S:me-card>"))
                .expect(207);
        assertThat(undo(journal().get(0).path("id").asText()).expect(409).text())
                .contains("it has become the holder's own card");
        assertThat(text("plain.vcf")).isEqualTo(rewritten);
    }

    @Test
    void undo_of_a_whole_change_gives_back_the_very_bytes_of_before() {
        Map<String, String> cards = oddCards();
        cards.forEach(this::put);
        server.changeOwnNumber(changer, fresh);
        cards.forEach((card, before) -> assertThat(text(card)).isNotEqualTo(before));
        assertThat(journal()).hasSize(cards.size());
        for (JsonNode line : journal()) {
            assertThat(json(undo(line.path("id").asText()).expect(200))
                            .path("result")
                            .asText())
                    .isEqualTo("given back");
        }
        cards.forEach((card, before) ->
                assertThat(holder.get(contacts + card).body()).as(card).isEqualTo(before.getBytes(UTF_8)));
        journal().forEach(line -> assertThat(line.path("state").asText()).isEqualTo("undone"));
    }

    @Test
    void undo_moves_the_sync_token_so_that_phones_pull_it() {
        put("a.vcf", TestServer.card("a", "A", old));
        server.changeOwnNumber(changer, fresh);
        String token = holder.report(contacts, sync("", "")).syncToken();
        undo(journal().get(0).path("id").asText()).expect(200);
        assertThat(holder.report(contacts, sync(token, "")).expect(207).hrefs()).containsExactly(contacts + "a.vcf");
    }

    @Test
    void undo_of_a_card_that_was_edited_since_gives_back_the_number_alone() {
        put("a.vcf", TestServer.card("a", "Before", local("0121")));
        server.changeOwnNumber(changer, fresh);
        String edited = text("a.vcf").replace("FN:Before", "FN:After");
        holder.put(contacts + "a.vcf", edited).expect(204);
        JsonNode answer = json(undo(journal().get(0).path("id").asText()).expect(200));
        assertThat(answer.path("result").asText()).isEqualTo("number given back");
        assertThat(text("a.vcf")).isEqualTo(edited.replace(local("0122"), local("0121")));
    }

    @Test
    void undo_says_why_it_can_t_be_done_and_writes_nothing() {
        put("gone.vcf", TestServer.card("gone", "Gone", old));
        put("other.vcf", TestServer.card("other", "Other", old));
        server.changeOwnNumber(changer, fresh);
        holder.delete(contacts + "gone.vcf").expect(204);
        String other = TestServer.card("other", "Other", "+1 " + area + " 555 0177");
        holder.put(contacts + "other.vcf", other).expect(204);
        for (JsonNode line : journal()) {
            DavAnswer refused = undo(line.path("id").asText()).expect(409);
            assertThat(json(refused).path("error").asText())
                    .contains(
                            line.path("card").asText().equals("gone.vcf") ? "not where it was" : "not in it any more");
        }
        assertThat(text("other.vcf")).isEqualTo(other);
    }

    @Test
    void rule_11_what_was_undone_stays_through_later_passes_and_changes() {
        put("a.vcf", TestServer.card("a", "A", old));
        server.changeOwnNumber(changer, fresh);
        String id = journal().get(0).path("id").asText();
        undo(id).expect(200);
        undo(id).expect(409);
        String before = text("a.vcf");
        server.changeOwnNumber(changer, "+1 " + area + " 555 0124");
        assertThat(text("a.vcf")).isEqualTo(before);
        server.changeOwnNumber(changer, fresh);
        assertThat(text("a.vcf")).isEqualTo(before);
    }

    @Test
    void who_keeps_old_numbers_finds_them_labelled_behind_the_new_and_undo_gives_the_bytes_back() {
        api(holder, "PUT", holderName + "/prefs", "{\"old_number\": \"keep\"}").expect(200);
        Map<String, String> cards = oddCards();
        cards.forEach(this::put);
        server.changeOwnNumber(changer, fresh);
        assertThat(text("plain.vcf"))
                .isEqualTo(TestServer.card("plain", "Plain", local("0122"))
                        .replace("END:VCARD", "old1.TEL:" + local("0121") + "\r\nold1.X-ABLabel:old\r\nEND:VCARD"));
        assertThat(text("uri.vcf"))
                .contains("old1.TEL;VALUE=uri:tel:+1-" + area + "-555-0121\r\nold1.X-ABLabel:old\r\n");
        journal().forEach(line -> undo(line.path("id").asText()).expect(200));
        cards.forEach((card, before) -> assertThat(text(card)).isEqualTo(before));
    }

    @Test
    void a_kept_number_that_comes_back_is_the_ordinary_one_again_and_the_other_is_the_old_one() {
        api(holder, "PUT", holderName + "/prefs", "{\"old_number\": \"keep\"}").expect(200);
        put("a.vcf", TestServer.card("a", "A", local("0121")));
        server.changeOwnNumber(changer, fresh);
        server.changeOwnNumber(changer, old);
        assertThat(text("a.vcf"))
                .isEqualTo(TestServer.card("a", "A", local("0121"))
                        .replace("END:VCARD", "old1.TEL:" + local("0122") + "\r\nold1.X-ABLabel:old\r\nEND:VCARD"));
        server.changeOwnNumber(changer, fresh);
        assertThat(text("a.vcf"))
                .isEqualTo(TestServer.card("a", "A", local("0122"))
                        .replace("END:VCARD", "old1.TEL:" + local("0121") + "\r\nold1.X-ABLabel:old\r\nEND:VCARD"));
    }

    /** Rule 3: the changer's next number comes there, too, though nothing proves the one before it. */
    @Test
    void a_version_that_is_brought_back_is_known_as_it_was() {
        put("a.vcf", TestServer.card("a", "A", local("0121")));
        server.changeOwnNumber(changer, fresh);
        holder.put(contacts + "a.vcf", TestServer.card("a", "A", "")).expect(204);
        String history = holderName + "/books/contacts/history/a.vcf";
        JsonNode versions = json(api(holder, "GET", history, "").expect(200)).path("versions");
        api(holder, "POST", history + "/" + versions.get(1).path("version").asText() + "/restore", "{}")
                .expect(200);
        assertThat(text("a.vcf")).contains(local("0122"));

        server.changeOwnNumber(changer, "+1 " + area + " 555 0124");
        assertThat(text("a.vcf")).contains(local("0124"));
    }

    @Test
    void another_s_journal_and_inbox_are_404_whether_the_line_is_there_or_not() {
        put("a.vcf", TestServer.card("a", "A", old));
        server.changeOwnNumber(changer, fresh);
        String id = journal().get(0).path("id").asText();
        DavClient stranger = server.as(changer);
        for (String line : List.of(id, "1-999999-1", "nonsense")) {
            for (String path :
                    List.of("/journal/" + line + "/undo", "/inbox/" + line + "/accept", "/inbox/" + line + "/refuse")) {
                DavAnswer theirs =
                        api(stranger, "POST", holderName + path, "{}").expect(404);
                DavAnswer none =
                        api(stranger, "POST", "nobody-at-all" + path, "{}").expect(404);
                assertThat(theirs.text()).isEqualTo(none.text());
            }
        }
        assertThat(text("a.vcf")).contains("0122");
        undo("1-999999-1").expect(404);
        undo("nonsense").expect(404);
    }
}
