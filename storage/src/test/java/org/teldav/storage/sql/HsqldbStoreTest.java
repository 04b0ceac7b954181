package org.teldav.storage.sql;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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

    @Override
    public Fixture fixture() {
        return fixture;
    }
}
