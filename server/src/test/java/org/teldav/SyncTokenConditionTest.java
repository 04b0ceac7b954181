package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6578 §5: a sync-token in the {@code If} header holds as long as nothing in the collection has changed. */
class SyncTokenConditionTest extends OneUserTest {
    private String token(String collection) {
        return user.report(collection, sync("", "")).expect(207).syncToken();
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, a.vcf, 204",
        "PUT, new.vcf, 201",
        "DELETE, a.vcf, 204",
        "COPY, a.vcf, 201",
        "MOVE, a.vcf, 201",
        "PROPPATCH, a.vcf, 207",
        "LOCK, a.vcf, 200",
        "GET, a.vcf, 200",
        "PROPFIND, '', 207"
    })
    void rfc6578_5_what_is_asked_of_an_unchanged_book_is_done_and_of_a_changed_one_is_412(
            String method, String member, int status) {
        String other = home + "other/";
        user.send("MKCOL", other).expect(201);
        put("a");
        String before = token(book);
        put("b");
        String now = token(book);
        assertThat(now).isNotEqualTo(before);
        DavClient client = user.with("Destination: " + other + "moved.vcf").with("Depth: 0");
        byte[] body = body(method, member).getBytes(StandardCharsets.UTF_8);
        client.with("If: <" + book + "> (<" + before + ">)")
                .send(method, book + member, body)
                .expect(412);
        assertThat(token(book)).as("nothing was written").isEqualTo(now);
        client.with("If: <" + book + "> (Not <" + now + ">)")
                .send(method, book + member, body)
                .expect(412);
        client.with("If: <" + book + "> (<" + now + ">)")
                .send(method, book + member, body)
                .expect(status);
    }

    private static String body(String method, String member) {
        return switch (method) {
            case "PUT" -> TestServer.card(member.replace(".vcf", ""), "Edited", "+1 415 555 0143");
            case "PROPPATCH" -> set("<Z:p>v</Z:p>");
            case "LOCK" -> LockStory.EXCLUSIVE;
            case "PROPFIND" -> GETETAG;
            default -> "";
        };
    }

    @Test
    void rfc6578_5_of_a_home_it_is_the_books_that_must_not_have_changed() {
        String before = token(home);
        user.with("If: <" + home + "> (<" + before + ">)")
                .send("MKCOL", home + "one/")
                .expect(201);
        user.with("If: <" + home + "> (<" + before + ">)")
                .send("MKCOL", home + "two/")
                .expect(412);
        String now = token(home);
        put("a");
        user.with("If: <" + home + "> (<" + now + ">)").delete(home + "one/").expect(204);
    }

    @Test
    void rfc6578_5_it_is_the_state_of_that_collection_alone() {
        put("a");
        String now = token(book);
        String card = book + "a.vcf";
        String other = home + "other/";
        user.send("MKCOL", other).expect(201);
        for (String elsewhere : new String[] {card, other, home, home + "none/", "/dav/addressbooks/other/contacts/"}) {
            user.with("If: <" + elsewhere + "> (<" + now + ">)").delete(card).expect(412);
            user.with("If: <" + elsewhere + "> (<urn:teldav:sync:none>)")
                    .delete(card)
                    .expect(412);
        }
        user.with("If: (<" + now + ">)")
                .xml("PROPPATCH", book, set("<Z:p>v</Z:p>"))
                .expect(207);
        user.with("If: <" + other + "> (<" + token(other) + ">)").delete(card).expect(204);
    }
}
