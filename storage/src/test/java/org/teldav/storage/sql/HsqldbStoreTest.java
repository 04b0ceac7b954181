package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HsqldbStoreTest implements StoreContract {
    @TempDir
    Path data;

    private Fixture fixture;

    @BeforeEach
    void open() {
        fixture = new Fixture(DatabaseSettings.hsqldb(data));
    }

    @AfterEach
    void close() {
        fixture.store().close();
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
