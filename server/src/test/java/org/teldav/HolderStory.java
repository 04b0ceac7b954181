package org.teldav;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** One who changes their number, and one who has them as a contact. */
abstract class HolderStory extends OneUserTest {
    /** A number that somebody else held before proves nothing (rule 10): each test has its own. */
    static final List<String> AREAS = List.of(
            "212", "213", "305", "312", "404", "503", "602", "617", "702", "713", "808", "907", "916", "925", "951",
            "972");

    static int tests;

    String area;
    String old;
    String fresh;

    String changer;
    DavClient holder;
    String holderName;
    String contacts;

    @BeforeEach
    void a_changer_and_a_holder() {
        area = AREAS.get(tests++);
        old = "+1 " + area + " 555 0121";
        fresh = "+1 " + area + " 555 0122";
        changer = "changer-" + name;
        holderName = "holder-" + name;
        server.user(changer, old, "circle-" + name);
        holder = server.user(holderName, "+1 " + area + " 555 0123", "circle-" + name);
        contacts = "/dav/addressbooks/" + holderName + "/contacts/";
    }

    static JsonNode json(DavAnswer answer) {
        try {
            return new ObjectMapper().readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError(answer.text(), e);
        }
    }

    DavAnswer api(DavClient client, String method, String path, String body) {
        return client.with("Content-Type: application/json").send(method, "/api/users/" + path, body.getBytes(UTF_8));
    }

    JsonNode journal() {
        return json(api(holder, "GET", holderName + "/journal", "").expect(200)).path("journal");
    }

    JsonNode inbox() {
        return json(api(holder, "GET", holderName + "/inbox", "").expect(200)).path("offers");
    }

    DavAnswer undo(String id) {
        return api(holder, "POST", holderName + "/journal/" + id + "/undo", "{}");
    }

    DavAnswer answer(String id, String word) {
        return api(holder, "POST", holderName + "/inbox/" + id + "/" + word, "{}");
    }

    void choose(String mode) {
        api(holder, "PUT", holderName + "/prefs", "{\"mode\": \"" + mode + "\"}")
                .expect(200);
    }

    String local(String line) {
        return "(" + area + ") 555-" + line;
    }

    String put(String card, String text) {
        return holder.put(contacts + card, text).expect(201).etag();
    }

    String text(String card) {
        return holder.get(contacts + card).expect(200).text();
    }
}
