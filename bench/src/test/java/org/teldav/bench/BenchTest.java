package org.teldav.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.teldav.bench.SmallServer.Fault;
import picocli.CommandLine;

/** The load generator against a small server: that its numbers are of right answers only, and what it leaves behind. */
class BenchTest {

    private record Ended(int code, String out, String err) {
        JsonNode json() throws Exception {
            return JsonMapper.builder().build().readTree(out);
        }
    }

    private static Ended bench(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line =
                Bench.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int code = line.execute(arguments);
        return new Ended(code, out.toString(), err.toString());
    }

    private static Ended measure(SmallServer server, String path, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("--url", server.url(path).toString()));
        arguments.addAll(List.of("--user", "bench", "--password", "secret", "--cards", "120", "--connections", "2"));
        arguments.addAll(List.of("--seconds", "0.05", "--warmup", "0.01", "--json", "-"));
        arguments.addAll(List.of(more));
        return bench(arguments.toArray(String[]::new));
    }

    private static JsonNode row(Ended ended, String operation) throws Exception {
        for (JsonNode row : ended.json().get("operations")) {
            if (row.get("operation").asText().equals(operation)) {
                return row;
            }
        }
        throw new AssertionError("no row " + operation + " in " + ended);
    }

    @Test
    void every_operation_of_a_right_server_has_a_row_without_errors() throws Exception {
        try (SmallServer server = new SmallServer(Fault.NONE)) {
            Ended ended = measure(server, "/dav/");

            assertThat(ended.code()).as(ended.err()).isZero();
            assertThat(ended.json().get("operations"))
                    .hasSize(Operations.ALL.size())
                    .allSatisfy(row -> {
                        assertThat(row.get("errors").asLong()).isZero();
                        assertThat(row.get("requests").asLong()).isPositive();
                        assertThat(row.get("perSecond").asDouble()).isPositive();
                        assertThat(row.get("bytesPerSecond").asDouble()).isPositive();
                        assertThat(row.get("p50Millis").asDouble())
                                .isPositive()
                                .isLessThanOrEqualTo(row.get("p99Millis").asDouble());
                        assertThat(row.get("p99Millis").asDouble())
                                .isLessThanOrEqualTo(row.get("longestMillis").asDouble());
                    });
            assertThat(ended.json().get("cardBytes").asInt()).isBetween(650, 750);
            assertThat(ended.json().at("/machine/cores").asInt()).isPositive();
            assertThat(ended.out()).doesNotContain("secret");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "LOSES_A_RESPONSE, propfind, 120 responses where there should be 121",
        "LOSES_A_RESPONSE, multiget, 99 responses where there should be 100",
        "CARD_WITHOUT_ETAG, get, no ETag",
        "FORGETS_PUTS, put, a card that was acknowledged could not be read back"
    })
    void a_fast_wrong_answer_is_an_error(Fault fault, String operation, String firstError) throws Exception {
        try (SmallServer server = new SmallServer(fault)) {
            Ended ended = measure(server, "/dav/", "--operations", operation);

            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.err()).contains("Some answers were wrong");
            assertThat(row(ended, operation).get("errors").asLong()).isPositive();
            assertThat(row(ended, operation).get("firstError").asText()).isEqualTo(firstError);
            assertThat(row(ended, operation).get("requests").asLong() > 0).isEqualTo(fault == Fault.FORGETS_PUTS);
        }
    }

    @Test
    void what_the_server_refuses_is_not_supported_and_no_error() throws Exception {
        try (SmallServer server = new SmallServer(Fault.NO_SYNC)) {
            Ended ended = measure(server, "/dav/", "--operations", "sync-initial,sync-one");

            assertThat(ended.code()).as(ended.err()).isZero();
            assertThat(row(ended, "sync-initial").get("notSupported").asInt()).isEqualTo(403);
            assertThat(row(ended, "sync-one").get("notSupported").asInt()).isEqualTo(403);
        }
    }

    @Test
    void a_book_that_was_made_is_deleted_whole_and_kept_on_demand() throws Exception {
        try (SmallServer server = new SmallServer(Fault.NONE)) {
            measure(server, "/", "--operations", "get");
            assertThat(server.cards()).isEmpty();
            assertThat(server.deletions()).isEqualTo(1);

            measure(server, "/", "--operations", "get", "--keep");
            assertThat(server.cards()).hasSize(120);
        }
    }

    @Test
    void in_a_given_book_other_cards_are_counted_and_stay() throws Exception {
        try (SmallServer server = new SmallServer(Fault.NO_MKCOL)) {
            server.cards().put("/dav/home/own/aunt.vcf", "BEGIN:VCARD");
            Ended ended = measure(server, "/dav/home/own", "--operations", "propfind,query");

            assertThat(ended.code()).as(ended.err()).isZero();
            assertThat(ended.json().get("members").asInt()).isEqualTo(121);
            assertThat(server.cards()).containsOnlyKeys("/dav/home/own/aunt.vcf");
        }
    }

    @Test
    void a_book_that_was_filled_from_written_cards_is_neither_filled_nor_deleted(@TempDir Path folder)
            throws Exception {
        try (SmallServer server = new SmallServer(Fault.NO_MKCOL)) {
            assertThat(bench("--write-cards", folder.toString(), "--cards", "120")
                            .code())
                    .isZero();
            for (int i = 0; i < 120; i++) {
                String name = "bench-%06d.vcf".formatted(i);
                server.cards().put("/dav/home/own/" + name, Files.readString(folder.resolve(name)));
            }
            Map<String, String> before = Map.copyOf(server.cards());
            Ended ended = measure(server, "/dav/home/own/", "--filled", "--operations", "get,multiget,query,propfind");

            assertThat(ended.code()).as(ended.err()).isZero();
            assertThat(server.cards()).isEqualTo(before);
            assertThat(server.deletions()).isZero();
        }
    }

    @Test
    void what_cannot_be_measured_ends_with_1_and_says_what_to_do() throws Exception {
        try (SmallServer server = new SmallServer(Fault.NO_MKCOL)) {
            Ended noBook = measure(server, "/dav/");
            assertThat(noBook.code()).isEqualTo(1);
            assertThat(noBook.err()).contains("405").contains("give its URL as --url");

            Ended noLogin = measure(server, "/dav/", "--password", "wrong");
            assertThat(noLogin.code()).isEqualTo(2);
        }
    }

    @Test
    void only_this_machine_is_measured_unless_it_is_meant() {
        Ended ended = bench("--url", "http://192.0.2.1/", "--user", "bench", "--password", "secret");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("only loopback addresses").contains("--yes-remote");
    }

    @ParameterizedTest
    @CsvSource({
        "--user bench --password p, --url is missing",
        "--url http://127.0.0.1:1/ --password p, --user is missing",
        "--url http://127.0.0.1:1/ --user b --password p --cards 0, --cards",
        "--url http://127.0.0.1:1/ --user b --password p --operations gte, --operations knows get",
        "--warm-up 3, Unknown option"
    })
    void a_wrong_call_ends_with_2(String arguments, String sentence) {
        Ended ended = bench(arguments.split(" "));

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains(sentence);
    }

    @Test
    void results_of_several_servers_stand_in_one_table(@TempDir Path folder) throws Exception {
        try (SmallServer server = new SmallServer(Fault.NONE);
                SmallServer poorer = new SmallServer(Fault.NO_SYNC)) {
            Path one = folder.resolve("one.json");
            Path two = folder.resolve("two.json");
            Files.writeString(
                    one,
                    measure(server, "/", "--operations", "get,sync-initial", "--label", "good")
                            .out());
            Files.writeString(
                    two,
                    measure(poorer, "/", "--operations", "get,sync-initial", "--label", "poor")
                            .out());

            Ended text = bench("--compare", one.toString(), two.toString());
            assertThat(text.code()).as(text.err()).isZero();
            assertThat(text.out().lines().map(line -> line.split(" +")[0] + ' ' + line.split(" +")[1]))
                    .containsExactly(
                            "operation server", "get good", "get poor", "sync-initial good", "sync-initial poor");

            Ended markdown = bench("--markdown", "--compare", one.toString(), two.toString());
            assertThat(markdown.out())
                    .contains("| operation | server | requests/s |")
                    .contains("| sync-initial | poor | not supported (403) |")
                    .contains("fsync of 4 KiB");
        }
    }
}
