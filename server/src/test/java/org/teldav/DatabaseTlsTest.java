package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.storage.StorageException;

/** TLS to the database, as docs/operator.md has it. */
@OneEngine("about PostgreSQL: HSQLDB runs in the same process")
class DatabaseTlsTest {
    @TempDir
    Path folder;

    private static String url(EmbeddedPostgres database, Path root) {
        return "jdbc:postgresql://localhost:" + database.getPort() + "/postgres?sslmode=verify-full&sslrootcert="
                + root;
    }

    private TestServer serve(EmbeddedPostgres database, Path root) {
        return TestServer.start(
                folder.resolve("data"), "database.url = \"" + url(database, root) + "\"", "database.user = postgres");
    }

    @Test
    void a_database_is_used_by_tls_where_its_certificate_is_trusted_and_refused_in_a_sentence_where_it_is_not()
            throws Exception {
        SelfSigned its = SelfSigned.make(folder, "its");
        SelfSigned another = SelfSigned.make(folder, "another");
        try (EmbeddedPostgres database = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setServerConfig("ssl", "on")
                .setServerConfig("ssl_cert_file", its.certificate().toString())
                .setServerConfig("ssl_key_file", its.key().toString())
                .start()) {
            assertThatThrownBy(() -> serve(database, another.certificate()))
                    .isExactlyInstanceOf(StorageException.class)
                    .hasMessageStartingWith("the database at localhost:" + database.getPort() + " can't be used: ")
                    .hasMessageContaining("SSL error")
                    .hasMessageNotContaining("\n");
            try (TestServer server = serve(database, its.certificate())) {
                server.user("alice", "+1 415 555 0100")
                        .get("/dav/addressbooks/alice/contacts/me.vcf")
                        .expect(200);
                assertThat(unencrypted(database, its.certificate())).isZero();
            }
        }
    }

    private static long unencrypted(EmbeddedPostgres database, Path root) throws Exception {
        String query = "SELECT COUNT(*) FROM pg_stat_activity JOIN pg_stat_ssl USING (pid)"
                + " WHERE application_name = 'teldav' AND NOT ssl";
        try (Connection connection = DriverManager.getConnection(url(database, root), "postgres", "");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
