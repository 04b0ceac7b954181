package org.teldav.bench.torture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The crash test, short: {@code bin/teldav bench torture} is the same, as long as one likes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TortureTest {
    private static final List<String> SHORT = List.of(
            "--json", "--between", "150", "--writers", "3", "--readers", "4", "--phones", "2", "--holders", "40");

    @TempDir
    Path folder;

    private EmbeddedPostgres postgres;

    @BeforeAll
    void start() throws IOException {
        postgres = EmbeddedPostgres.builder().start();
    }

    @AfterAll
    void stop() throws IOException {
        postgres.close();
    }

    private record Ended(int code, String out, String err) {
        JsonNode json() throws IOException {
            return JsonMapper.builder().build().readTree(out);
        }
    }

    private Ended torture(String... more) {
        List<String> arguments = new ArrayList<>(SHORT);
        arguments.addAll(List.of("--dir", folder.toString()));
        arguments.addAll(List.of(more));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = new CommandLine(new TortureCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
        return new Ended(code, out.toString(), err.toString());
    }

    private String database(String name) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return postgres.getJdbcUrl("postgres", name);
    }

    private void nothingIsLost(Ended ended) throws IOException {
        assertThat(ended.code()).as("%s %s", ended.err(), ended.out()).isZero();
        assertThat(ended.json().path("kills").asInt()).isGreaterThanOrEqualTo(3);
        assertThat(ended.json().path("writes").asLong()).isPositive();
        assertThat(ended.json().path("rewrites").asLong()).isPositive();
        assertThat(ended.json().path("pages").asLong()).isPositive();
        assertThat(folder.toFile().list()).isEmpty();
    }

    @Test
    void a_killed_server_on_hsqldb_loses_nothing_and_does_nothing_twice() throws Exception {
        nothingIsLost(torture("--kills", "3"));
    }

    @Test
    void a_killed_server_on_postgresql_loses_nothing_and_does_nothing_twice() throws Exception {
        nothingIsLost(torture("--kills", "3", "--database-url", database("one")));
    }

    @Test
    void either_of_two_servers_killed_loses_nothing_and_does_nothing_twice() throws Exception {
        String url = database("two");
        nothingIsLost(torture("--kills", "3", "--nodes", "2", "--database-url", url));
        Ended again = torture("--kills", "3", "--nodes", "2", "--database-url", url);
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err()).contains("torture wants an empty one");
    }
}
