package org.teldav.storage.sql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** On a real server, with a database for each test, copied from one that was migrated once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresStoreTest implements StoreContract {
    private static final int POOL = 12;

    private EmbeddedPostgres server;
    private Fixture fixture;
    private int databases;

    @BeforeAll
    void start() throws IOException {
        server = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        create("migrated", "template0");
        SqlStore.open(settings("migrated"), (transaction, edit) -> {}).close();
    }

    @AfterAll
    void stop() throws IOException {
        server.close();
    }

    @BeforeEach
    void open() {
        String name = "test" + ++databases;
        create(name, "migrated");
        fixture = new Fixture(settings(name));
    }

    @AfterEach
    void close() {
        fixture.store().close();
        execute("DROP DATABASE test" + databases);
    }

    private DatabaseSettings settings(String database) {
        return new DatabaseSettings(server.getJdbcUrl("postgres", database), "postgres", "", POOL);
    }

    private void create(String name, String template) {
        execute("CREATE DATABASE " + name + " TEMPLATE " + template);
    }

    private void execute(String sql) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public Fixture fixture() {
        return fixture;
    }
}
