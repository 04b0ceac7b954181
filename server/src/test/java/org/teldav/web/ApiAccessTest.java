package org.teldav.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.teldav.Teldav;
import org.teldav.accounts.NewUser;
import org.teldav.config.ConfigReader;

/** docs/api.md. */
@TestInstance(Lifecycle.PER_CLASS)
class ApiAccessTest {
    @TempDir
    static Path data;

    private final HttpClient client = HttpClient.newHttpClient();
    private Teldav server;

    @BeforeAll
    void start() throws Exception {
        server = Teldav.open(ConfigReader.read(
                Optional.empty(),
                Map.of("TELDAV_LISTEN", "127.0.0.1:0", "TELDAV_LIMITS_CARD", "4 KiB"),
                Optional.of(data)));
        add("root", true);
        add("alice", false);
        add("sam", false);
        add("\u017Fam", false);
        server.start();
    }

    private void add(String name, boolean admin) {
        server.users()
                .add(new NewUser(
                        name,
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        admin,
                        "secret-word"));
    }

    @AfterAll
    void close() {
        server.close();
    }

    private HttpResponse<String> send(String method, String path, String authorization, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(server.address()).resolve(path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        if (headers.length > 0) {
            request.headers(headers);
        } else {
            request.header("Content-Type", "application/json");
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String token() throws Exception {
        return "Bearer " + Files.readString(data.resolve("api.token")).strip();
    }

    private static String basic(String login) {
        return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "'', 401",
        "Bearer, 401",
        "Bearer 0000000000000000000000000000000000000000000000000000000000000000, 401",
        "root:secret-word, 200",
        "root:wrong, 401",
        "alice:secret-word, 404",
        "nobody:secret-word, 401"
    })
    void only_an_administrator_s_login_opens_what_is_nobody_s_own(String login, int status) throws Exception {
        String authorization = login.contains(":") ? basic(login) : login;
        HttpResponse<String> answer = send("GET", "/api/users", authorization, "");
        assertThat(answer.statusCode()).isEqualTo(status);
        if (status == 401) {
            assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
            assertThat(answer.body()).startsWith("{\"error\":").doesNotContain("alice");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/users/NAME",
        "GET, /api/users/NAME/prefs",
        "PUT, /api/users/NAME/prefs",
        "PUT, /api/users/NAME/prefs/blocked/root",
        "DELETE, /api/users/NAME/prefs/blocked/root",
        "GET, /api/users/NAME/journal",
        "POST, /api/users/NAME/numbers/change",
        "POST, /api/users/NAME/numbers/preview",
        "GET, /api/users/NAME/scheduled",
        "DELETE, /api/users/NAME/scheduled/1",
        "GET, /api/users/NAME/changes",
        "POST, /api/users/NAME/changes/1/cancel",
        "POST, /api/users/NAME/changes/1/retract",
        "DELETE, /api/users/NAME",
        "PUT, /api/users/NAME/password",
        "GET, /api/users/NAME/devices",
        "POST, /api/users/NAME/devices",
        "DELETE, /api/users/NAME/devices/1",
        "DELETE, /api/users/NAME/second-factor",
        "GET, /api/users/NAME/books/contacts/cards",
        "GET, /api/users/NAME/books/contacts/history/me.vcf",
        "GET, /api/users/NAME/books/contacts/history/me.vcf/1",
        "POST, /api/users/NAME/books/contacts/history/me.vcf/1/restore",
        "POST, /api/users/NAME/numbers/code",
        "POST, /api/users/NAME/numbers/confirm",
        "PUT, /api/users/NAME/numbers/share",
        "DELETE, /api/users/NAME/numbers/share",
        "POST, /api/users/NAME/numbers/verify",
        "PATCH, /api/users/NAME/prefs"
    })
    void what_is_another_s_is_404_the_same_whether_it_exists_or_not(String method, String path) throws Exception {
        HttpResponse<String> there = send(method, path.replace("NAME", "root"), basic("alice:secret-word"), "{}");
        HttpResponse<String> not = send(method, path.replace("NAME", "nobody"), basic("alice:secret-word"), "{}");
        assertThat(there.statusCode()).isEqualTo(404);
        assertThat(not.statusCode()).isEqualTo(404);
        assertThat(there.body()).isEqualTo(not.body());
    }

    @Test
    void a_user_s_own_login_opens_what_is_their_own_however_they_spell_their_name() throws Exception {
        assertThat(send("GET", "/api/users/SAM/prefs", basic("sam:secret-word"), "")
                        .statusCode())
                .isEqualTo(200);
        assertThat(send("PUT", "/api/users/sam/prefs", basic("sam:secret-word"), "{\"mode\":\"ask\"}")
                        .body())
                .contains("\"mode\":\"ask\"");
        // A long s is another letter, though some comparisons take it for the same.
        assertThat(send("GET", "/api/users/%C5%BFam/prefs", basic("sam:secret-word"), "")
                        .statusCode())
                .isEqualTo(404);
        assertThat(send("GET", "/api/users/%C5%BFam/prefs", basic("root:secret-word"), "")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void the_token_of_the_data_folder_opens_and_not_through_a_proxy() throws Exception {
        assertThat(send("GET", "/api/users", token(), "").statusCode()).isEqualTo(200);
        assertThat(send("GET", "/api/users", token(), "", "X-Forwarded-For", "127.0.0.1")
                        .statusCode())
                .isEqualTo(401);
        assertThat(send("GET", "/api/users", token(), "", "Forwarded", "for=127.0.0.1")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_disabled_administrator_is_out_at_once() throws Exception {
        assertThat(send("GET", "/api/users", basic("root:secret-word"), "").statusCode())
                .isEqualTo(200);
        send("PUT", "/api/users/root/disabled", token(), "{\"disabled\": true}");
        assertThat(send("GET", "/api/users", basic("root:secret-word"), "").statusCode())
                .isEqualTo(401);
        send("PUT", "/api/users/root/disabled", token(), "{\"disabled\": false}");
        assertThat(send("GET", "/api/users", basic("root:secret-word"), "").statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            GET    | /api/                                | ``                              | 404
            GET    | /api                                 | ``                              | 404
            GET    | /api/nothing                         | ``                              | 404
            GET    | /api/users/nobody                    | ``                              | 404
            PATCH  | /api/users                           | {}                              | 405
            POST   | /api/users                           | {                               | 400
            POST   | /api/users                           | []                              | 400
            POST   | /api/users                           | {}                              | 400
            POST   | /api/users                           | {"name": 7, "password": "long enough"}    | 400
            POST   | /api/users                           | {"name": "x", "password": ""}   | 400
            POST   | /api/users                           | {"name": "x", "password": "Qwertyuiop"}   | 400
            PUT    | /api/users/alice/password            | {"password": "short"}           | 400
            POST   | /api/users/alice/devices             | {}                              | 400
            POST   | /api/users/alice/devices             | {"label": "x", "expires": "soon"} | 400
            DELETE | /api/users/alice/devices/99          | {}                              | 404
            DELETE | /api/users/alice/devices/x           | {}                              | 404
            GET    | /api/users/alice/second-factor       | ``                              | 405
            POST   | /api/users                           | {"name": "x", "password": "long enough", "tel": "7"}   | 400
            POST   | /api/users                           | {"name": "x", "password": "long enough", "tel": [7]}   | 400
            POST   | /api/users                           | {"name": "x", "password": "long enough", "tel": {"a": "b"}} | 400
            POST   | /api/users                           | {"name": "x", "password": "long enough", "admin": "yes"} | 400
            POST   | /api/users                           | {"name": "x", "password": "long enough", "region": "XX"} | 400
            POST   | /api/users                           | {"name": "alice", "password": "long enough"} | 409
            GET    | /api/numbers                         | ``                              | 400
            GET    | /api/numbers?number=hello            | ``                              | 400
            POST   | /api/users/alice/numbers/code        | {"number": "+14155550100"}      | 409
            POST   | /api/users/alice/numbers/confirm     | {"number": "+14155550100", "code": "123456"} | 409
            POST   | /api/users/alice/numbers/confirm     | {"number": "+14155550100"}      | 400
            POST   | /api/users/alice/numbers/verify      | {"number": "+14155550100", "transfer": 1} | 400
            PUT    | /api/users/alice/numbers/share       | {"number": "+14155550100"}      | 400
            PUT    | /api/users/alice/numbers/share       | {"number": "+14155550100", "with": "sam"} | 404
            POST   | /api/numbers/share                   | {"number": "+14155550100", "users": ["sam"]} | 400
            POST   | /api/numbers/share                   | {"number": "+14155550100", "users": ["sam", "SAM"]} | 400
            GET    | /api/changes?limit=x                 | ``                              | 400
            GET    | /api/changes?limit=0                 | ``                              | 400
            GET    | /api/users/alice/journal?limit=0     | ``                              | 400
            GET    | /api/changes/x                       | ``                              | 404
            GET    | /api/changes/7                       | ``                              | 404
            POST   | /api/users/alice/books/b/cards       | {"cards": "x"}                  | 400
            POST   | /api/users/alice/books/b/cards       | {"cards": ["%"]}                | 400
            POST   | /api/users/alice/books/b/cards       | {"cards": [7]}                  | 400
            POST   | /api/users/alice/books/a%2Fb/cards   | {"cards": []}                   | 400
            POST   | /api/users/alice/books/../cards      | {"cards": []}                   | 400
            GET    | /api/users/alice/books/none/cards    | ``                              | 404
            """)
    void what_can_t_be_done_is_an_error_in_json_with_the_right_status(
            String method, String path, String body, int status) throws Exception {
        HttpResponse<String> answer = send(method, path, token(), body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(Json.parse(answer.body().getBytes(StandardCharsets.UTF_8))
                        .path("error")
                        .asText())
                .isNotEmpty()
                .doesNotContain("Exception");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        if (status == 405) {
            assertThat(answer.headers().firstValue("Allow"))
                    .hasValueSatisfying(allow -> assertThat(allow).isIn("GET, POST", "DELETE"));
        }
    }

    @Test
    void a_form_of_another_site_can_do_nothing_with_a_remembered_login() throws Exception {
        String user = "{\"name\": \"eve\", \"password\": \"eve-password\"}";
        HttpResponse<String> answer =
                send("POST", "/api/users", basic("root:secret-word"), user, "Content-Type", "text/plain");
        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(send("GET", "/api/users/eve", token(), "").statusCode()).isEqualTo(404);
    }

    @Test
    void a_body_over_the_limit_is_refused_also_when_its_length_is_not_told() throws Exception {
        String body = "[\"" + "x".repeat((1 << 20) + (16 << 10)) + "\"]";
        assertThat(send("POST", "/api/users", token(), body).statusCode()).isEqualTo(413);
        HttpRequest chunked = HttpRequest.newBuilder(URI.create(server.address() + "api/users"))
                .header("Authorization", token())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofString(body)))
                .build();
        assertThat(client.send(chunked, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(413);
    }

    @Test
    void a_card_over_its_limit_is_refused_alone() throws Exception {
        String card = "BEGIN:VCARD\nVERSION:3.0\nUID:big\nFN:x\nNOTE:" + "x".repeat(5000) + "\nEND:VCARD\n";
        String encoded = Base64.getEncoder().encodeToString(card.getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> answer =
                send("POST", "/api/users/alice/books/contacts/cards", token(), "{\"cards\": [\"" + encoded + "\"]}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("refused", "limits.card");
    }

    @Test
    void the_status_tells_engine_and_address() throws Exception {
        var status = Json.parse(send("GET", "/api/status", token(), "").body().getBytes(StandardCharsets.UTF_8));
        assertThat(status.path("engine").asText()).contains("HSQL");
        assertThat(status.path("address").asText()).isEqualTo(server.address());
        assertThat(status.path("users").asInt()).isEqualTo(4);
    }

    @Test
    void health_asks_for_no_login() throws Exception {
        assertThat(send("GET", "/health", "", "").statusCode()).isEqualTo(200);
    }

    /** A word too few must not let anybody in. */
    @Test
    void whether_a_user_is_disabled_has_to_be_said() throws Exception {
        String root = basic("root:secret-word");
        assertThat(send("PUT", "/api/users/sam/disabled", root, "{\"disabled\": true}")
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<String> unsaid = send("PUT", "/api/users/sam/disabled", root, "{}");
        assertThat(unsaid.statusCode()).isEqualTo(400);
        assertThat(unsaid.body()).contains("'disabled' is missing");
        assertThat(send("GET", "/api/users/sam", root, "").body()).contains("\"disabled\":true");
        assertThat(send("PUT", "/api/users/sam/disabled", root, "{\"disabled\": false}")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void half_a_name_and_half_a_version_are_refused() throws Exception {
        String sam = basic("sam:secret-word");
        String card = "/api/users/sam/books/contacts/contacts/me.vcf";
        String before = send("GET", card, sam, "").body();
        for (String half : new String[] {
            "\"family\": \"X\", \"version\": 1", "\"given\": \"X\", \"version\": 1", "\"version\": 1.5"
        }) {
            HttpResponse<String> answer = send("PUT", card, sam, "{\"name\": \"Sam\", " + half + "}");
            assertThat(answer.statusCode()).as(half).isEqualTo(400);
        }
        assertThat(send("GET", card, sam, "").body()).isEqualTo(before);
        assertThat(send("POST", "/api/groups/nobody/invitations", basic("root:secret-word"), "{\"uses\": 2.5}")
                        .body())
                .contains("'uses' has to be a number");
    }
}
