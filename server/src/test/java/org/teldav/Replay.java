package org.teldav;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.w3c.dom.Element;

/** A client that sends what the files under {@code exchanges} have, and compares the answers. Not thread-safe. */
public final class Replay {
    private static final String ANSWER = "<answer xmlns:D='DAV:' xmlns:C='urn:ietf:params:xml:ns:carddav'"
            + " xmlns:S='http://calendarserver.org/ns/' xmlns:T='urn:teldav' xmlns:Z='urn:z'>";

    /** How much of it another process's database has, nobody tells: answers with it are as written on HSQLDB alone. */
    private static final String ROOM = "quota-available-bytes";

    private final Variables variables = new Variables();
    private final Map<String, Consumer<DavAnswer>> looks = new HashMap<>();
    private final DavClient client;

    /** @param client that doesn't say who it is */
    public Replay(DavClient client) {
        this.client = client;
    }

    public Replay set(String name, String value) {
        variables.set(name, value);
        return this;
    }

    public Replay login(String user, String password) {
        String basic = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
        return set("user", user).set("basic", basic);
    }

    /** Looks at the good answers to requests that begin so, instead of comparing them. @param head as the file has it */
    public Replay looking(String head, Consumer<DavAnswer> look) {
        looks.put(head, look);
        return this;
    }

    /** @param file below {@code exchanges} */
    public void play(String file) {
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
        if (answer.status() < 300 && looks.containsKey(exchange.head())) {
            looks.get(exchange.head()).accept(answer);
            return;
        }
        exchange.answer()
                .filter(expected -> TestDatabase.isEmbedded() || !expected.contains(ROOM))
                .ifPresent(expected -> body(exchange.where(), expected, answer));
    }

    private DavClient client(Exchange exchange) {
        DavClient with = client;
        boolean own = exchange.headers().stream().anyMatch(header -> header.matches("!?Authorization.*"));
        if (!own) {
            with = with.with(variables.require("Authorization: Basic ${basic}"));
        }
        for (String header : exchange.headers()) {
            with = header.startsWith("!") ? with : with.with(variables.require(header));
        }
        return with;
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
        return DavAnswer.children(new DavAnswer(0, Map.of(), document).xml()).get(0);
    }
}
