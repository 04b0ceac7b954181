package org.teldav;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/** Sends what the files under {@code exchanges} have, and compares the answers: a file a line of carddav.md and clients.md (docs/conformance.md). */
class ExchangesTest extends OneUserTest {
    private static final String ANSWER = "<answer xmlns:D='DAV:' xmlns:C='urn:ietf:params:xml:ns:carddav'"
            + " xmlns:S='http://calendarserver.org/ns/' xmlns:T='urn:teldav' xmlns:Z='urn:z'>";

    /** How much of it another process's database has, nobody tells: answers with it are as written on HSQLDB alone. */
    private static final String ROOM = "quota-available-bytes";

    private final Variables variables = new Variables();

    @ParameterizedTest
    @MethodSource("org.teldav.Exchange#files")
    void each_answer_is_as_the_file_has_it(String file) {
        variables
                .set("user", name)
                .set("home", home)
                .set("book", book)
                .set("principal", "/dav/principals/users/" + name + "/")
                .set("origin", server.uri().replaceAll("/$", ""))
                .set("basic", Base64.getEncoder().encodeToString((name + ":" + name + "-password").getBytes(UTF_8)));
        List<Exchange> exchanges = Exchange.read(Exchange.FILES.resolve(file));
        assertThat(exchanges).as("requests").isNotEmpty();
        exchanges.forEach(this::exchange);
    }

    private void exchange(Exchange exchange) {
        String[] head = variables.require(exchange.head()).split(" ", 2);
        DavAnswer answer = client(exchange)
                .send(
                        head[0],
                        head[1],
                        variables.require(exchange.body().orElse("")).getBytes(UTF_8));
        assertThat(answer.status())
                .as("%s: status; body: %s", exchange.where(), answer.text())
                .isEqualTo(exchange.status());
        exchange.expected().forEach(header -> header(exchange.where(), header, answer));
        exchange.answer()
                .filter(expected -> TestDatabase.isEmbedded() || !expected.contains(ROOM))
                .ifPresent(expected -> body(exchange.where(), expected, answer));
    }

    private DavClient client(Exchange exchange) {
        DavClient client = server.client();
        boolean own = exchange.headers().stream().anyMatch(header -> header.matches("!?Authorization.*"));
        if (!own) {
            client = client.with(variables.require("Authorization: Basic ${basic}"));
        }
        for (String header : exchange.headers()) {
            client = header.startsWith("!") ? client : client.with(variables.require(header));
        }
        return client;
    }

    private void header(String where, String header, DavAnswer answer) {
        if (header.startsWith("!")) {
            assertThat(answer.headers()).as(where).doesNotContainKey(header.substring(1));
        } else {
            String name = header.substring(0, header.indexOf(':'));
            assertThat(answer.headers()).as(where).containsKey(name);
            variables.match(
                    where + ": " + name, header.substring(name.length() + 1).strip(), answer.header(name));
        }
    }

    private void body(String where, String expected, DavAnswer answer) {
        if (expected.startsWith("<")) {
            variables.match(where, CanonicalXml.lines(parse(expected)), CanonicalXml.lines(answer.xml()));
        } else {
            variables.match(where, expected, answer.text());
        }
    }

    /** Known variables are filled in first: where the order is nothing, it is made by what is known. */
    private Element parse(String expected) {
        byte[] document = (ANSWER + variables.fill(expected) + "</answer>").getBytes(UTF_8);
        return DavAnswer.children(new DavAnswer(0, java.util.Map.of(), document).xml())
                .get(0);
    }
}
