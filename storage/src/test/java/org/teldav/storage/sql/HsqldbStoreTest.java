package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** On files that are made once, and emptied before each test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HsqldbStoreTest implements StoreContract {
    private DatabaseSettings settings;
    private Fixture fixture;
    private EmptyTables tables;

    @BeforeAll
    void open(@TempDir Path data) {
        settings = DatabaseSettings.hsqldb(data);
        fixture = new Fixture(settings);
        tables = fixture.emptyTables();
    }

    @BeforeEach
    void empty() {
        fixture = fixture.emptied(tables);
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @Test
    void a_transaction_within_a_transaction_is_refused_rather_than_hang() {
        assertThatThrownBy(() -> fixture.write(tx -> fixture.user("alice"))).isInstanceOf(IllegalStateException.class);
        assertThat(fixture.user("alice").name()).isEqualTo("alice");
    }

    /** By the home, each number of an own card would go through all claims that its user ever had, while others wait. */
    @Test
    void an_open_claim_is_found_by_its_number() throws SQLException {
        String plan;
        try (Connection connection = DriverManager.getConnection(settings.url(), settings.user(), settings.password());
                PreparedStatement statement = connection.prepareStatement("EXPLAIN PLAN FOR SELECT state FROM claims"
                        + ClaimTable.openOne(Dialect.of(settings.url()).unsought("home")));
                ResultSet lines = statement.executeQuery()) {
            StringBuilder all = new StringBuilder();
            while (lines.next()) {
                all.append(lines.getString(1)).append('\n');
            }
            plan = all.toString();
        }
        assertThat(plan).contains("CLAIMS_BY_KEY").doesNotContain("FULL SCAN");
    }

    @Override
    public Fixture fixture() {
        return fixture;
    }
}
