package org.teldav;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.teldav.accounts.NewUser;
import org.teldav.web.Json;

/**
 * Alice, who has something of each kind that a path can name. Bob is in her group; mallory is in none.
 *
 * @param theirs what there is, by the names that routes have for it; an {@code {id}} by the part of the path before it
 * @param nobodys what there is not, by the same names
 */
public record Victim(TestServer server, Map<String, String> theirs, Map<String, String> nobodys) {
    private static final Pattern VARIABLE = Pattern.compile("\\{([a-z]+)}");
    private static final Pattern OF_THE_CLOCK = Pattern.compile("\"age_seconds\":\\d+");
    private static final String ALICE = "/api/users/alice/";
    private static final String NUMBER = "+1 415 555 0100";
    private static final String TWIN = "twin.vcf";
    private static final String NEW_NUMBER = "+1 415 555 0177";

    /** Makes the three, and all that alice has; {@code root} is the administrator. */
    public static Victim live(TestServer server) {
        return live(server, "");
    }

    /** @param wicked what stands in every name that somebody may choose: 100 characters at the most, without a slash */
    public static Victim live(TestServer server, String wicked) {
        DavClient root = server.administrator("root");
        json(root, "POST", "/api/groups", group(wicked)).expect(201);
        DavClient alice = user(server, "alice", NUMBER, wicked);
        DavClient bob = user(server, "bob", "+1 415 555 0101", wicked);
        server.user("mallory", "+1 415 555 0102");
        String secrets = "/dav/addressbooks/alice/" + encoded("secrets" + wicked) + "/";
        alice.send("MKCOL", secrets).expect(201);
        for (String name : List.of("Xaver", "Xavier")) {
            alice.put(
                    secrets + encoded("x" + wicked + ".vcf"),
                    TestServer.card("x" + wicked, name + wicked, "+1 415 555 0101"));
        }
        alice.put(secrets + TWIN, TestServer.card("twin", "Xavier" + wicked, "+1 415 555 0101"))
                .expect(201);
        bob.put("/dav/addressbooks/bob/contacts/a.vcf", TestServer.card("a", "Alice", NUMBER))
                .expect(201);
        server.changeOwnNumber("alice", NEW_NUMBER);
        server.changeOwnNumber("bob", "+1 415 555 0103");
        json(alice, "PUT", ALICE + "prefs", "{\"mode\": \"ask\"}").expect(200);
        server.changeOwnNumber("bob", "+1 415 555 0104");
        json(alice, "POST", ALICE + "devices", Json.bytes(Json.object().put("label", "Alice’s phone" + wicked)))
                .expect(201);
        json(
                        alice,
                        "POST",
                        ALICE + "numbers/change",
                        "{\"old\": \"" + NEW_NUMBER + "\", \"new\": \"" + NUMBER + "\", \"at\": \""
                                + Instant.now().plus(Duration.ofDays(30)) + "\"}")
                .expect(200);
        return of(server, alice, wicked);
    }

    private static byte[] group(String wicked) {
        return Json.bytes(Json.object().put("name", "family").put("display_name", "The family" + wicked));
    }

    private static DavClient user(TestServer server, String name, String number, String wicked) {
        server.users()
                .add(new NewUser(
                        name,
                        Optional.of("Name of " + name + wicked),
                        List.of(number),
                        List.of(),
                        List.of("family"),
                        Optional.empty(),
                        false,
                        name + "-password"));
        return server.as(name);
    }

    private static Victim of(TestServer server, DavClient alice, String wicked) {
        String book = "secrets" + wicked;
        String card = "x" + wicked + ".vcf";
        String history = "books/" + encoded(book) + "/history/" + encoded(card);
        Map<String, String> theirs = new HashMap<>(Map.of(
                "user", "alice",
                "other", "bob",
                "group", "family",
                "book", book,
                "card", card,
                "number", "+14155550177",
                "version", first(alice, history, "versions", "version", 1)));
        for (String list : List.of("devices", "changes", "scheduled", "journal")) {
            theirs.put(list, first(alice, list, list, "id", 0));
        }
        theirs.put("inbox", first(alice, "inbox", "offers", "id", 0));
        theirs.put("twin", TWIN);
        JsonNode invited = Json.parse(json(server.as("root"), "POST", "/api/groups/family/invitations", "{}")
                .expect(201)
                .body());
        theirs.put("invitations", invited.path("id").asText());
        theirs.put("token", invited.path("path").asText().replaceAll(".*/", ""));
        Map<String, String> nobodys = Map.ofEntries(
                Map.entry("user", "nemo"),
                Map.entry("other", "nemo"),
                Map.entry("group", "nowhere"),
                Map.entry("book", "lost"),
                Map.entry("card", "no.vcf"),
                Map.entry("number", "+14155550198"),
                Map.entry("version", "987654"),
                Map.entry("devices", "987654"),
                Map.entry("changes", "987654"),
                Map.entry("scheduled", "987654"),
                Map.entry("twin", "no-twin.vcf"),
                Map.entry("invitations", "987654"),
                Map.entry("token", "nobody-is-invited-by-this"),
                Map.entry("journal", "987654-9-9"),
                Map.entry("inbox", "987654-9-9"));
        return new Victim(server, Map.copyOf(theirs), nobodys);
    }

    private static String first(DavClient alice, String path, String list, String field, int index) {
        JsonNode found = Json.parse(alice.get(ALICE + path).expect(200).body())
                .path(list)
                .path(index)
                .path(field);
        if (found.isMissingNode()) {
            throw new AssertionError("alice has nothing at " + path);
        }
        return found.asText();
    }

    /** The path of a route, with something in the place of what stands in braces. Fails where this class knows of no such thing: then it is to be told here. */
    public static String path(List<String> pattern, Map<String, String> values) {
        List<String> path = new ArrayList<>();
        for (int i = 0; i < pattern.size(); i++) {
            String before = i == 0 ? "" : pattern.get(i - 1);
            path.add(fill(pattern.get(i).replace("{id}", "{" + before + "}"), values, Victim::encoded));
        }
        return String.join("/", path);
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, UTF_8).replace("+", "%20");
    }

    /** As {@link #path}, for any text with braces. */
    public static String fill(String text, Map<String, String> values) {
        return fill(text, values, UnaryOperator.identity());
    }

    /** @param encoding of the values */
    public static String fill(String text, Map<String, String> values, UnaryOperator<String> encoding) {
        return VARIABLE.matcher(text).replaceAll(found -> {
            String value = values.get(found.group(1));
            if (value == null) {
                throw new AssertionError("what is " + found.group() + " of alice's, and what is not there?");
            }
            return Matcher.quoteReplacement(encoding.apply(value));
        });
    }

    /** The text without the values by which it was asked for: an answer may say again what was sent. */
    public static String unnamed(String text, Map<String, String> values) {
        String unnamed = text;
        // Shorter ones are numbers that are elsewhere on a page, too, and are said again nowhere.
        for (String value :
                values.values().stream().filter(each -> each.length() > 2).toList()) {
            unnamed = unnamed.replaceAll("(?<![A-Za-z0-9-])" + Pattern.quote(value) + "(?![A-Za-z0-9-])", "…");
        }
        String end = values.get("number").substring(8);
        return unnamed.replace(end, "…");
    }

    /** All that an attack could have changed, as the API tells it. */
    public String state() {
        StringBuilder state = new StringBuilder();
        DavClient root = server.as("root");
        for (String path : List.of(
                "users/alice",
                "users/alice/prefs",
                "users/alice/devices",
                "users/alice/changes",
                "users/alice/scheduled",
                "users/alice/journal",
                "users/alice/inbox",
                "users/alice/contacts",
                "users/alice/books/" + encoded(theirs.get("book")) + "/cards",
                "users/alice/books/contacts/cards",
                "users/root/prefs",
                "users/root/devices",
                "users/root/contacts",
                "users/mallory",
                "users/mallory/prefs",
                "users",
                "groups",
                "groups/family",
                "groups/family/invitations",
                "changes",
                "numbers/waiting")) {
            state.append(path)
                    .append(": ")
                    .append(root.get("/api/" + path).expect(200).text())
                    .append('\n');
        }
        return OF_THE_CLOCK.matcher(state).replaceAll("");
    }

    public static DavAnswer json(DavClient client, String method, String path, String body) {
        return json(client, method, path, body.getBytes(UTF_8));
    }

    public static DavAnswer json(DavClient client, String method, String path, byte[] body) {
        return client.with("Content-Type: application/json").send(method, path, body);
    }
}
