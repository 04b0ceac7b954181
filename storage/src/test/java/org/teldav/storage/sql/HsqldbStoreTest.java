package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** On files that are made once, and emptied before each test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HsqldbStoreTest implements StoreContract {
    private Fixture fixture;
    private EmptyTables tables;

    @BeforeAll
    void open(@TempDir Path data) {
        fixture = new Fixture(DatabaseSettings.hsqldb(data));
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

    @Override
    public Fixture fixture() {
        return fixture;
    }
}
