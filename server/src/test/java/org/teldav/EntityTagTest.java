package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** RFC 9110 and clients.md 10: bytes, tokens, conditions and ranges. */
class EntityTagTest extends OneUserTest {
    @Test
    void clients_10_tokens_do_not_move_when_nothing_changed() {
        put("a");
        String tokens = tokens();
        user.put(book + "a.vcf", TestServer.card("a", "Name a", "+1 415 555 0142"))
                .expect(204);
        user.put(book + "b.vcf", "nonsense").expect(403);
        user.with("If-None-Match: *")
                .put(book + "a.vcf", TestServer.card("a", "Z", "1"))
                .expect(412);
        user.delete(book + "nothing.vcf").expect(404);
        assertThat(tokens()).isEqualTo(tokens);
        user.put(book + "a.vcf", TestServer.card("a", "Other", "1")).expect(204);
        assertThat(tokens()).isNotEqualTo(tokens);
    }

    private String tokens() {
        DavAnswer answer = user.propfind(book, 0, prop("D:sync-token", "S:getctag"));
        return answer.value(book, "sync-token") + " " + answer.value(book, "getctag");
    }

    @Test
    void the_bytes_that_came_are_the_bytes_that_go_out() {
        byte[] odd = ("BEGIN:VCARD\nVERSION:3.0\r\nUID:odd\nFN:O\\,dd \u00e9\ud83d\ude00\u0001\nX-odd;type=x:;;;\r\n"
                        + "item1.tel;type=pref:(415) 555-0142\nitem1.X-ABLabel:_$!<x>!$_\n N:folded\nEND:VCARD")
                .getBytes(StandardCharsets.UTF_8);
        user.put(book + "odd.vcf", odd).expect(201);
        DavAnswer answer = user.get(book + "odd.vcf").expect(200);
        assertThat(answer.body()).isEqualTo(odd);
        assertThat(answer.header("Content-Type")).isEqualTo("text/vcard; charset=utf-8");
        String data = user.report(book, multiget(book + "odd.vcf")).value(book + "odd.vcf", "address-data");
        assertThat(data).as("clients.md 13").isEqualTo(new String(odd, StandardCharsets.UTF_8).replace("\u0001", ""));
    }

    @Test
    void rfc9110_conditions_and_ranges_of_a_get() {
        String etag = put("a");
        String path = book + "a.vcf";
        byte[] whole = user.get(path).body();
        String modified = user.get(path).header("Last-Modified");
        user.with("If-None-Match: " + etag).get(path).expect(304);
        user.with("If-None-Match: W/" + etag).get(path).expect(304);
        user.with("If-None-Match: \"x\", " + etag).get(path).expect(304);
        user.with("If-None-Match: \"x\"").get(path).expect(200);
        user.with("If-None-Match: \"x\"")
                .with("If-Modified-Since: " + modified)
                .get(path)
                .expect(200);
        user.with("If-Modified-Since: " + modified).get(path).expect(304);
        user.with("If-Match: " + etag).get(path).expect(200);
        user.with("If-Match: W/" + etag).get(path).expect(412);
        user.with("If-Match: \"x\"").get(path).expect(412);
        user.with("If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT")
                .get(path)
                .expect(412);
        DavAnswer part = user.with("Range: bytes=0-4").get(path).expect(206);
        assertThat(part.text()).isEqualTo("BEGIN");
        assertThat(part.header("Content-Range")).isEqualTo("bytes 0-4/" + whole.length);
        assertThat(user.with("Range: bytes=-5").get(path).expect(206).text()).isEqualTo("ARD\r\n");
        DavAnswer beyond = user.with("Range: bytes=9999-").get(path).expect(416);
        assertThat(beyond.header("Content-Range")).isEqualTo("bytes */" + whole.length);
        user.with("Range: bytes=0-4").with("If-Range: \"x\"").get(path).expect(200);
    }

    @Test
    void rfc9110_conditions_of_what_writes() {
        String etag = put("a");
        String path = book + "a.vcf";
        user.with("If-Match: \"x\"").delete(path).expect(412);
        user.with("If-Match: \"x\"")
                .with("Destination: " + book + "b.vcf")
                .send("MOVE", path)
                .expect(412);
        user.with("If-Match: \"x\"")
                .with("Destination: " + book + "b.vcf")
                .send("COPY", path)
                .expect(412);
        user.with("If-Match: \"x\"").xml("PROPPATCH", path, set("<Z:a>1</Z:a>")).expect(412);
        user.with("If-Match: *")
                .put(book + "new.vcf", TestServer.card("n", "N", "1"))
                .expect(412);
        user.with("If: (<urn:uuid:1>)")
                .put(path, TestServer.card("a", "N", "1"))
                .expect(412);
        user.with("If-Match: " + etag).delete(path).expect(204);
        user.get(path).expect(404);
    }
}
