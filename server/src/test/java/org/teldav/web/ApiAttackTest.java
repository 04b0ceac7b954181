package org.teldav.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.BothEngines;
import org.teldav.DavAnswer;
import org.teldav.DavClient;
import org.teldav.TestServer;
import org.teldav.Victim;

/** Every request that the API knows, asked by those who may not. The list is the API's own: a new request is attacked with the others. */
@BothEngines
class ApiAttackTest {
    private static final String USERS = "users";

    @TempDir
    Path data;

    private TestServer server;
    private Victim victim;

    /** A request. @param own whether it is for the user whom the path names, too */
    private record Attack(String method, List<String> pattern, boolean own) {
        static Attack of(Api.Route route) {
            return new Attack(route.method(), route.pattern(), route.own());
        }

        String path(Map<String, String> values) {
            return "/api/" + Victim.path(pattern, values);
        }

        boolean names(String variable) {
            return pattern.contains("{" + variable + "}");
        }

        /** So that all is there still when it is its turn. */
        int rank() {
            return switch (method) {
                case "GET" -> 0;
                case "POST" -> 1;
                case "PUT" -> 2;
                default -> own ? 3 : 20 - pattern.size();
            };
        }
    }

    @BeforeEach
    void start() {
        server = TestServer.start(data);
        victim = Victim.live(server);
    }

    @AfterEach
    void close() {
        server.close();
    }

    /** What is no route of the API's is beside it: the export and the backup are streams. */
    private List<Attack> attacks() {
        List<Attack> all =
                new ArrayList<>(server.api().routes().stream().map(Attack::of).toList());
        all.add(new Attack("GET", List.of(USERS, "{user}", "export"), true));
        all.add(new Attack("GET", List.of("backup"), false));
        assertThat(all).hasSizeGreaterThan(50);
        return all;
    }

    private static DavAnswer send(DavClient client, Attack attack, Map<String, String> values) {
        return Victim.json(
                client, attack.method(), attack.path(values), attack.method().equals("GET") ? "" : "{}");
    }

    @Test
    void idor_what_is_another_s_or_an_administrator_s_is_404_the_same_whether_it_exists() {
        String before = victim.state();
        for (String name : List.of("bob", "mallory")) {
            DavClient somebody = server.as(name);
            String nothing = somebody.get("/api/nothing").expect(404).text();
            for (Attack attack : attacks()) {
                DavAnswer there = send(somebody, attack, victim.theirs());
                DavAnswer not = send(somebody, attack, victim.nobodys());
                assertThat(there.status()).as(name + " " + attack).isEqualTo(404);
                assertThat(there.text()).as(name + " " + attack).isEqualTo(nothing);
                assertThat(not.status()).as(name + " " + attack).isEqualTo(404);
                assertThat(not.text()).as(name + " " + attack).isEqualTo(nothing);
            }
        }
        assertThat(victim.state()).isEqualTo(before);
    }

    /** Else what is misspelt is as if it were not there: a change for a day to come would go out at once. */
    @Test
    void a_field_that_a_request_does_not_know_is_refused_and_nothing_is_done() {
        String before = victim.state();
        DavClient root = server.as("root");
        for (Attack attack : attacks()) {
            if (!attack.method().equals("GET")) {
                assertThat(Victim.json(root, attack.method(), attack.path(victim.theirs()), "{\"form\": true}")
                                .expect(400)
                                .text())
                        .as(attack.toString())
                        .contains("'form' is unknown here");
            }
        }
        assertThat(victim.state()).isEqualTo(before);
    }

    @Test
    void idor_nobody_gets_401_the_same_whether_it_exists() {
        String before = victim.state();
        DavClient nobody = server.client();
        String nothing = nobody.get("/api/nothing").expect(401).text();
        for (Attack attack : attacks()) {
            for (Map<String, String> values : List.of(victim.theirs(), victim.nobodys())) {
                DavAnswer answer = send(nobody, attack, values);
                assertThat(answer.status()).as(attack.toString()).isEqualTo(401);
                assertThat(answer.text()).as(attack.toString()).isEqualTo(nothing);
            }
        }
        assertThat(victim.state()).isEqualTo(before);
    }

    @Test
    void idor_below_one_s_own_name_another_s_things_are_as_if_they_were_not_there() {
        String before = victim.state();
        DavClient mallory = server.as("mallory");
        for (Attack attack : attacks()) {
            Map<String, String> theirs = with(victim.theirs(), "mallory");
            Map<String, String> nobodys = with(victim.nobodys(), "mallory");
            if (attack.own() && !attack.path(theirs).equals(attack.path(nobodys))) {
                DavAnswer there = send(mallory, attack, theirs);
                DavAnswer not = send(mallory, attack, nobodys);
                assertThat(there.status()).as(attack.toString()).isEqualTo(not.status());
                assertThat(Victim.unnamed(there.text(), theirs))
                        .as(attack.toString())
                        .isEqualTo(Victim.unnamed(not.text(), nobodys));
            } else if (!attack.own() && attack.names("user")) {
                DavAnswer answer = send(mallory, attack, theirs);
                assertThat(answer.status()).as(attack.toString()).isIn(404, 405);
                assertThat(answer.headers().getOrDefault("Allow", ""))
                        .as(attack.toString())
                        .doesNotContain(attack.method());
            }
        }
        String consent = "{\"number\": \"+14155550102\", \"with\": \"%s\"}";
        assertThat(Victim.json(mallory, "PUT", "/api/users/mallory/numbers/share", consent.formatted("alice"))
                        .expect(404)
                        .text()
                        .replace("alice", "nobody"))
                .isEqualTo(Victim.json(mallory, "PUT", "/api/users/mallory/numbers/share", consent.formatted("nobody"))
                        .expect(404)
                        .text());
        assertThat(victim.state()).isEqualTo(before);
    }

    private static Map<String, String> with(Map<String, String> values, String user) {
        Map<String, String> changed = new HashMap<>(values);
        changed.put("user", user);
        return changed;
    }

    /** Else the attacks above would be on what is not there anyway. */
    @Test
    void each_attack_is_on_something_that_is_there_for_who_may() {
        DavClient alice = server.as("alice");
        DavClient root = server.as("root");
        attacks().stream()
                .filter(attack -> !attack.pattern().equals(List.of("backup")))
                .sorted(Comparator.comparingInt(Attack::rank))
                .forEach(attack -> assertThat(send(attack.own() ? alice : root, attack, victim.theirs())
                                .status())
                        .as(attack.toString())
                        .isNotIn(401, 404, 405, 500));
    }
}
