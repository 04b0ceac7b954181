package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.teldav.web.Json;

/** What a holder is asked, answers and is not asked: the inbox and the three modes (propagation.md). */
class InboxTest extends HolderStory {
    /** The metric. */
    private static long rewritten() {
        if (server.store().read(tx -> tx.principals().user("root")).isEmpty()) {
            server.administrator("root");
        }
        return Json.parse(server.as("root").get("/api/status").expect(200).body())
                .path("metrics")
                .path("cards_rewritten")
                .asLong();
    }

    @Test
    void who_wants_to_be_asked_finds_an_offer_and_no_edit_and_accepts_it() {
        choose("ask");
        put("a.vcf", TestServer.card("a", "A", local("0121")));
        String token = holder.report(contacts, sync("", "")).syncToken();
        server.changeOwnNumber(changer, fresh);
        assertThat(holder.report(contacts, sync("", "")).syncToken()).isEqualTo(token);
        JsonNode offer = inbox().get(0);
        assertThat(offer.path("old").asText()).isEqualTo(local("0121"));
        assertThat(offer.path("new").asText()).isEqualTo(local("0122"));
        assertThat(offer.path("changer").asText()).isEqualTo(changer);
        long rewritten = rewritten();
        answer(offer.path("id").asText(), "accept").expect(200);
        assertThat(rewritten()).isEqualTo(rewritten + 1);
        assertThat(text("a.vcf")).isEqualTo(TestServer.card("a", "A", local("0122")));
        assertThat(inbox()).isEmpty();
        assertThat(journal().get(0).path("state").asText()).isEqualTo("done");
        undo(offer.path("id").asText()).expect(200);
        assertThat(text("a.vcf")).isEqualTo(TestServer.card("a", "A", local("0121")));
    }

    @Test
    void an_accepted_number_follows_the_changer_s_next_change() {
        choose("ask");
        put("a.vcf", TestServer.card("a", "A", old));
        server.changeOwnNumber(changer, fresh);
        answer(inbox().get(0).path("id").asText(), "accept").expect(200);
        choose("automatic");
        server.changeOwnNumber(changer, "+1 " + area + " 555 0124");
        assertThat(text("a.vcf")).contains("555 0124");
    }

    @Test
    void a_refused_offer_is_not_made_again_and_can_t_be_accepted() {
        choose("ask");
        put("a.vcf", TestServer.card("a", "A", old));
        server.changeOwnNumber(changer, fresh);
        String id = inbox().get(0).path("id").asText();
        answer(id, "refuse").expect(200);
        answer(id, "accept").expect(409);
        answer(id, "refuse").expect(409);
        assertThat(inbox()).isEmpty();
        assertThat(text("a.vcf")).isEqualTo(TestServer.card("a", "A", old));
    }

    @Test
    void an_offer_for_a_number_that_the_holder_took_out_says_so() {
        choose("ask");
        put("a.vcf", TestServer.card("a", "A", old));
        server.changeOwnNumber(changer, fresh);
        holder.put(contacts + "a.vcf", TestServer.card("a", "A", "+1 " + area + " 555 0177"))
                .expect(204);
        DavAnswer refused = answer(inbox().get(0).path("id").asText(), "accept").expect(409);
        assertThat(json(refused).path("error").asText()).contains("not in the card any more");
        assertThat(inbox()).isEmpty();
    }

    @Test
    void a_line_and_an_offer_say_whose_card_it_is_as_long_as_it_is_there() {
        choose("ask");
        put("3f2a.vcf", TestServer.card("a", "Grandma", old));
        server.changeOwnNumber(changer, fresh);
        assertThat(inbox().get(0).path("contact").asText()).isEqualTo("Grandma");
        answer(inbox().get(0).path("id").asText(), "accept").expect(200);
        assertThat(journal().get(0).path("contact").asText()).isEqualTo("Grandma");

        holder.delete(contacts + "3f2a.vcf").expect(204);
        assertThat(journal().get(0).path("contact").isNull()).isTrue();
        assertThat(journal().get(0).path("card").asText()).isEqualTo("3f2a.vcf");
    }

    @Test
    void who_wants_no_changes_gets_none_and_no_offer() {
        choose("never");
        put("a.vcf", TestServer.card("a", "A", old));
        server.changeOwnNumber(changer, fresh);
        assertThat(inbox()).isEmpty();
        assertThat(text("a.vcf")).isEqualTo(TestServer.card("a", "A", old));
        assertThat(journal().get(0).path("state").asText()).isEqualTo("left");
    }
}
