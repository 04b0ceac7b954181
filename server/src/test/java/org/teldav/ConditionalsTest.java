package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 §13 and RFC 4918 §10.4: conditions on every method, on what is there and what is not. */
class ConditionalsTest extends ConditionalStory {
    /** Whether a condition holds of a card whose tag is {@code ETAG}; and of a name that nothing has. */
    private enum Truth {
        HOLDS,
        FAILS,
        MALFORMED
    }

    private record Row(String header, Truth ofCard, Truth ofNothing) {}

    private static Row row(String header, Truth ofCard, Truth ofNothing) {
        return new Row(header, ofCard, ofNothing);
    }

    private static final List<Row> ROWS = List.of(
            row("If-Match: ETAG", Truth.HOLDS, Truth.FAILS),
            row("If-Match: \"x\", ETAG ,\"y\"", Truth.HOLDS, Truth.FAILS),
            row("If-Match: \"x\"\r\nif-match: ETAG", Truth.HOLDS, Truth.FAILS),
            row("If-Match: W/ETAG", Truth.FAILS, Truth.FAILS),
            row("If-Match: \"x\"", Truth.FAILS, Truth.FAILS),
            row("If-Match: *", Truth.HOLDS, Truth.FAILS),
            row("If-Match: unquoted", Truth.MALFORMED, Truth.MALFORMED),
            row("If-Match: \"open", Truth.MALFORMED, Truth.MALFORMED),
            row("If-Match: *, ETAG", Truth.MALFORMED, Truth.MALFORMED),
            row("If-Match: ETAG \"x\"", Truth.MALFORMED, Truth.MALFORMED),
            row("If-None-Match: ETAG", Truth.FAILS, Truth.HOLDS),
            row("If-None-Match: W/ETAG", Truth.FAILS, Truth.HOLDS),
            row("If-None-Match: ,\"x\",, W/ETAG", Truth.FAILS, Truth.HOLDS),
            row("If-None-Match: \"x\"", Truth.HOLDS, Truth.HOLDS),
            row("If-None-Match: *", Truth.FAILS, Truth.HOLDS),
            row("If-None-Match: w/ETAG", Truth.MALFORMED, Truth.MALFORMED),
            row("If-Unmodified-Since: " + PAST, Truth.FAILS, Truth.HOLDS),
            row("If-Unmodified-Since: " + PAST_850, Truth.FAILS, Truth.HOLDS),
            row("If-Unmodified-Since: " + PAST_ASCTIME, Truth.FAILS, Truth.HOLDS),
            row("If-Unmodified-Since: " + FUTURE, Truth.HOLDS, Truth.HOLDS),
            row("If-Unmodified-Since: " + FUTURE_850, Truth.HOLDS, Truth.HOLDS),
            row("If-Unmodified-Since: " + FUTURE_ASCTIME, Truth.HOLDS, Truth.HOLDS),
            row("If-Unmodified-Since: MODIFIED", Truth.HOLDS, Truth.HOLDS),
            row("If-Unmodified-Since: nonsense", Truth.HOLDS, Truth.HOLDS),
            row("If-Match: ETAG\r\nIf-Unmodified-Since: " + PAST, Truth.HOLDS, Truth.FAILS),
            row("If-Match: ETAG\r\nIf-None-Match: \"x\"", Truth.HOLDS, Truth.FAILS),
            row("If-Match: ETAG\r\nIf-None-Match: ETAG", Truth.FAILS, Truth.FAILS),
            row("If: ([ETAG])", Truth.HOLDS, Truth.FAILS),
            row("If: ([W/ETAG])", Truth.FAILS, Truth.FAILS),
            row("If: (Not [ETAG])", Truth.FAILS, Truth.HOLDS),
            row("If: ([\"x\"]) ([ETAG])", Truth.HOLDS, Truth.FAILS),
            row("If: (Not [\"x\"] [ETAG])", Truth.HOLDS, Truth.FAILS),
            row("If: (<DAV:no-lock>)", Truth.FAILS, Truth.FAILS),
            row("If: (Not <DAV:no-lock>)", Truth.HOLDS, Truth.HOLDS),
            row("If: (<urn:uuid:1>)", Truth.FAILS, Truth.FAILS),
            row("If: <PATH> ([ETAG])", Truth.HOLDS, Truth.FAILS),
            row("If: <http://HOST/PATH> ([ETAG])", Truth.HOLDS, Truth.FAILS),
            row("If: <http://elsewhere.example/PATH> ([ETAG])", Truth.FAILS, Truth.FAILS),
            row("If: <http://elsewhere.example/PATH> (Not [ETAG])", Truth.HOLDS, Truth.HOLDS),
            row("If: <BOOK> (Not [\"x\"]) </none> ([\"x\"])", Truth.HOLDS, Truth.HOLDS),
            row("If: </dav/addressbooks/other/contacts/me.vcf> ([ETAG])", Truth.FAILS, Truth.FAILS),
            row("If: <BOOKfixed.vcf> ([FIXED])", Truth.HOLDS, Truth.HOLDS),
            row("If: nonsense", Truth.MALFORMED, Truth.MALFORMED),
            row("If: ([ETAG]", Truth.MALFORMED, Truth.MALFORMED));

    private record Call(String method, int done, int failed, Sender sender) {
        interface Sender {
            DavAnswer send(DavClient client, String path);
        }
    }

    private List<Call> callsOnACard() {
        return List.of(
                new Call("GET", 200, 412, DavClient::get),
                new Call("HEAD", 200, 412, (client, to) -> client.send("HEAD", to)),
                new Call("PUT", 204, 412, (client, to) -> client.put(to, edited(to))),
                new Call("PUT of nonsense", 403, 412, (client, to) -> client.put(to, "nonsense")),
                new Call("PROPPATCH", 207, 412, (client, to) -> client.xml("PROPPATCH", to, set("<Z:a>1</Z:a>"))),
                new Call(
                        "PROPPATCH of protected",
                        207,
                        412,
                        (client, to) -> client.xml("PROPPATCH", to, set("<D:getetag>1</D:getetag>"))),
                new Call("LOCK", 200, 412, (client, to) -> client.xml("LOCK", to, LockStory.SHARED)),
                new Call("COPY", 403, 412, (client, to) -> copy(client, to)),
                new Call(
                        "MOVE",
                        201,
                        412,
                        (client, to) -> client.with("Destination: " + to.replace(".vcf", "-moved.vcf"))
                                .send("MOVE", to)),
                new Call("DELETE", 204, 412, DavClient::delete));
    }

    /** To the same book: the UID is taken. */
    private static DavAnswer copy(DavClient client, String to) {
        return client.with("Destination: " + to.replace(".vcf", "-copy.vcf")).send("COPY", to);
    }

    @TestFactory
    Stream<DynamicTest> rfc9110_13_of_a_card() {
        return ROWS.stream()
                .flatMap(row -> callsOnACard().stream().map(call -> {
                    String uid = "c" + ROWS.indexOf(row) + call.method().replace(' ', '-');
                    return DynamicTest.dynamicTest(call.method() + " " + row.header(), () -> {
                        card(uid);
                        DavAnswer answer = call.sender().send(with(row.header()), path);
                        int expected = switch (row.ofCard()) {
                            case HOLDS -> call.done();
                            case MALFORMED -> 400;
                            case FAILS -> isNotModified(row, call) ? 304 : call.failed();
                        };
                        answer.expect(expected);
                        if (expected == 412 || expected == 304) {
                            assertThat(user.get(path).expect(200).etag()).isEqualTo(values.get("ETAG"));
                            assertThat(user.propfind(path, 0, prop("Z:a")).property(path, "a"))
                                    .isEmpty();
                        }
                    });
                }));
    }

    /** §13.1.2: for GET and HEAD a match is 304; after If-Match has failed it isn't asked (§13.2.2). */
    private static boolean isNotModified(Row row, Call call) {
        boolean reading = call.method().equals("GET") || call.method().equals("HEAD");
        return reading && row.header().contains("If-None-Match");
    }

    @TestFactory
    Stream<DynamicTest> rfc9110_13_of_a_name_that_nothing_has() {
        List<Call> calls = List.of(
                new Call("PUT", 201, 412, (client, to) -> client.put(to, edited(to))),
                new Call("LOCK", 201, 412, (client, to) -> client.xml("LOCK", to, LockStory.SHARED)),
                new Call("MKCOL", 201, 412, (client, to) -> client.send("MKCOL", home + to.substring(book.length()))));
        return ROWS.stream()
                .flatMap(row -> calls.stream().map(call -> {
                    String uid = "n" + ROWS.indexOf(row) + call.method();
                    return DynamicTest.dynamicTest(call.method() + " " + row.header(), () -> {
                        card(uid);
                        user.delete(path).expect(204);
                        int expected = switch (row.ofNothing()) {
                            case HOLDS -> call.done();
                            case MALFORMED -> 400;
                            case FAILS -> 412;
                        };
                        call.sender().send(with(row.header()), path).expect(expected);
                        if (call.method().equals("MKCOL") && expected == 201) {
                            user.delete(home + path.substring(book.length())).expect(204);
                        }
                    });
                }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "DELETE", "PROPFIND", "PROPPATCH", "COPY", "MOVE", "REPORT", "UNLOCK"})
    void rfc9110_13_2_1_what_is_not_there_is_a_404_whatever_the_condition(String method) {
        for (String condition : List.of("If-Match: *", "If-None-Match: *", "If-Match: \"x\"", "If: ([\"x\"])")) {
            user.with(condition)
                    .with("Destination: " + book + "b.vcf")
                    .with("Lock-Token: <urn:uuid:1>")
                    .send(method, book + "none.vcf")
                    .expect(404);
        }
    }

    @Test
    void rfc9110_13_2_1_propfind_and_report_select_no_representation_but_rfc4918_10_4_asks_them_too() {
        card("p");
        for (Row row : ROWS) {
            int expected = 207;
            if (row.header().startsWith("If:")) {
                expected = row.ofCard() == Truth.HOLDS ? 207 : row.ofCard() == Truth.FAILS ? 412 : 400;
            }
            assertThat(with(row.header()).propfind(path, 0, GETETAG).status())
                    .as(row.header())
                    .isEqualTo(expected);
        }
        user.with("If-Match: \"x\"").report(book, multiget(path)).expect(207);
        user.with("If: ([\"x\"])").report(book, multiget(path)).expect(412);
        with("If: <PATH> ([ETAG])").report(book, multiget(path)).expect(207);
        user.with("If-Match: \"x\"").with("If: ([\"x\"])").send("OPTIONS", path).expect(200);
    }

    @Test
    void rfc9110_13_of_a_book() {
        String further = home + "further/";
        user.send("MKCOL", further).expect(201);
        String move = "Destination: " + home + "moved/";
        for (String failing : List.of(
                "If-Match: \"x\"",
                "If-None-Match: *",
                "If-Unmodified-Since: " + PAST,
                "If: ([\"x\"])",
                "If: (<urn:x>)")) {
            user.with(failing).delete(further).expect(412);
            user.with(failing).with(move).send("MOVE", further).expect(412);
            user.with(failing).xml("PROPPATCH", further, set("<Z:a>1</Z:a>")).expect(412);
            user.with(failing).xml("LOCK", further, LockStory.EXCLUSIVE).expect(412);
            if (!failing.startsWith("If-Unmodified")) {
                user.with(failing).xml("PROPPATCH", home, set("<Z:a>1</Z:a>")).expect(412);
                user.with(failing).xml("LOCK", home, LockStory.EXCLUSIVE).expect(412);
            }
        }
        assertThat(user.propfind(further, 0, prop("Z:a", "D:lockdiscovery")).property(further, "a"))
                .isEmpty();
        String holding = "If-Match: *";
        user.with(holding).xml("PROPPATCH", home, set("<Z:a>1</Z:a>")).expect(207);
        user.with(holding).xml("PROPPATCH", further, set("<Z:a>1</Z:a>")).expect(207);
        user.with(holding).with(move).send("MOVE", further).expect(201);
        user.with("If-Unmodified-Since: " + FUTURE).delete(home + "moved/").expect(204);
    }

    @Test
    void rfc9110_13_of_a_principal() {
        String principal = "/dav/principals/users/" + name + "/";
        String own = set("<C:principal-address><D:href>" + book + "me.vcf</D:href></C:principal-address>");
        user.with("If-None-Match: *").xml("PROPPATCH", principal, own).expect(412);
        user.with("If: ([\"x\"])").xml("PROPPATCH", principal, own).expect(412);
        user.with("If-Match: *").xml("PROPPATCH", principal, own).expect(207);
    }

    @Test
    void rfc9110_13_of_a_copy_it_is_the_source_that_is_asked() {
        card("s");
        user.send("MKCOL", home + "second/").expect(201);
        DavClient to = user.with("Destination: " + home + "second/s.vcf");
        for (String method : List.of("COPY", "MOVE")) {
            to.with("If-Match: \"x\"").send(method, path).expect(412);
            to.with("If: <" + home + "second/s.vcf> ([" + values.get("ETAG") + "])")
                    .send(method, path)
                    .expect(method.equals("COPY") ? 412 : 204);
            if (method.equals("COPY")) {
                to.with("If-Match: " + values.get("ETAG")).send(method, path).expect(201);
                to.with("If-None-Match: *").send(method, path).expect(412);
            }
        }
    }

    @Test
    void rfc9110_13_of_an_unlock() {
        card("u");
        String token = user.xml("LOCK", path, LockStory.EXCLUSIVE).expect(200).header("Lock-Token");
        DavClient unlocking = user.with("Lock-Token: " + token);
        unlocking.with("If-Match: \"x\"").send("UNLOCK", path).expect(412);
        unlocking.with("If-None-Match: *").send("UNLOCK", path).expect(412);
        unlocking.with("If: (Not " + token + ")").send("UNLOCK", path).expect(412);
        unlocking
                .with("If: (" + token + " [" + values.get("ETAG") + "])")
                .send("UNLOCK", path)
                .expect(204);
    }
}
