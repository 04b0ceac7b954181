package org.teldav;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.storage.Principal;
import org.teldav.storage.sql.DatabaseSettings;

/** What is kept of a user: all of it is in the export, and nothing of it is left when the user is removed. */
@BothEngines
class ErasureTest {
    private static final long ID = 987_654_321;
    private static final String NAME = "alice-to-be-erased";
    private static final String OLD = "+14155550100";
    private static final String NEW = "+14155550177";
    private static final String BOOK = "/dav/addressbooks/" + NAME + "/contacts/";
    private static final String API = "/api/users/" + NAME;

    @TempDir
    Path folder;

    private Connection connect() throws SQLException {
        DatabaseSettings settings = TestDatabase.settings(folder);
        return DriverManager.getConnection(settings.url(), settings.user(), settings.password());
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
            if (TestDatabase.isEmbedded()) {
                statement.execute("SHUTDOWN");
            }
        }
    }

    /** With something in as many tables as a user can have something in. */
    private void live(TestServer server) {
        DavClient alice = server.user(NAME, OLD, "family");
        DavClient bob = server.user("bob", "+1 415 555 0101", "family");
        assertThat(server.users().find(NAME).id()).isEqualTo(ID);
        bob.put("/dav/addressbooks/bob/contacts/x.vcf", TestServer.card("x", "Xaver", "+1 212 555 0100"))
                .expect(201);
        for (String content : List.of("One", "Two")) {
            alice.put(BOOK + "y.vcf", TestServer.card("y", content, "+1 212 555 0100"));
        }
        alice.put(BOOK + "z.vcf", TestServer.card("z", "Gone", "+1 212 555 0101"))
                .expect(201);
        alice.delete(BOOK + "z.vcf").expect(204);
        alice.xml("LOCK", BOOK + "y.vcf", LockStory.EXCLUSIVE).expect(200);
        server.changeOwnNumber(NAME, NEW);
        server.changeOwnNumber("bob", "+1 415 555 0155");
        DeviceTest.json(alice, "PUT", API + "/prefs", "{\"mode\": \"ask\"}").expect(200);
        DeviceTest.json(alice, "PUT", API + "/prefs/blocked/bob", "{}").expect(200);
        DeviceTest.json(bob, "PUT", "/api/users/bob/prefs/blocked/" + NAME, "{}")
                .expect(200);
        DeviceTest.json(alice, "PUT", API + "/numbers/share", "{\"number\": \"" + NEW + "\", \"with\": \"bob\"}")
                .expect(200);
        DeviceTest.json(
                        alice,
                        "POST",
                        API + "/numbers/change",
                        "{\"old\": \"" + NEW + "\", \"new\": \"" + OLD + "\", \"at\": \"" + later() + "\"}")
                .expect(200);
        DeviceTest.json(alice, "POST", API + "/devices", "{\"label\": \"Alice's phone\"}")
                .expect(201);
        for (String collection : List.of("contacts/", "group-family/", "")) {
            alice.xml(
                            "POST",
                            "/dav/addressbooks/" + NAME + "/" + collection,
                            PushRegistrationTest.register("https://alice.invalid/secret", ""))
                    .expect(201);
        }
        secondFactor(server);
    }

    private static String later() {
        return Instant.now().plus(Duration.ofDays(30)).toString();
    }

    private static void secondFactor(TestServer server) {
        Principal.User user = server.users().find(NAME);
        server.store().write(tx -> {
            tx.codes().want(user.id(), NEW, user.created());
            tx.secondFactors().begin(user.id(), "sealed", user.created());
            return tx.secondFactors()
                    .confirm(tx.secondFactors().of(user.id()).orElseThrow(), 1, List.of("r"), user.created());
        });
    }

    @Test
    void nothing_of_a_removed_user_is_left_but_which_numbers_were_verified() throws SQLException {
        execute("ALTER TABLE principals ALTER COLUMN id RESTART WITH " + ID);
        try (TestServer server = TestServer.start(folder)) {
            live(server);
        }
        Map<String, Set<String>> before = found();
        assertThat(before.keySet())
                .contains("principals", "homes", "cards", "contents", "claims", "changes", "app_passwords")
                .contains("second_factors", "recovery_codes", "number_codes", "scheduled_edits", "blocked_users")
                .contains("push_subscriptions");
        try (TestServer server = TestServer.start(folder)) {
            server.users().remove(NAME);
        }
        assertThat(found()).isEqualTo(Map.of("claims", Set.of("home", "tel_key")));
    }

    /** By table, the columns with the user's id, name or number, in whatever spelling, or a part of their devices. */
    private Map<String, Set<String>> found() throws SQLException {
        Map<String, Set<String>> all = new TreeMap<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String table : tables(connection)) {
                try (ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
                    while (rows.next()) {
                        columns(rows)
                                .forEach(column -> all.computeIfAbsent(table, any -> new TreeSet<>())
                                        .add(column));
                    }
                }
            }
            if (TestDatabase.isEmbedded()) {
                statement.execute("SHUTDOWN");
            }
        }
        return all;
    }

    private static List<String> tables(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet tables =
                connection.getMetaData().getTables(null, connection.getSchema(), "%", new String[] {"TABLE"})) {
            while (tables.next()) {
                names.add(tables.getString("TABLE_NAME").toLowerCase(Locale.ROOT));
            }
        }
        // Flyway's own, in small letters also where names are in large ones.
        names.remove("flyway_schema_history");
        assertThat(names).hasSizeGreaterThan(20);
        return names;
    }

    private static List<String> columns(ResultSet row) throws SQLException {
        List<String> found = new ArrayList<>();
        ResultSetMetaData about = row.getMetaData();
        for (int i = 1; i <= about.getColumnCount(); i++) {
            Object value = row.getObject(i);
            String text = value instanceof byte[] bytes ? new String(bytes, UTF_8) : String.valueOf(value);
            String digits = text.replaceAll("[^0-9]", "");
            if (text.equals(Long.toString(ID))
                    || text.toLowerCase(Locale.ROOT).contains("alice")
                    || digits.contains("4155550100")
                    || digits.contains("4155550177")) {
                found.add(about.getColumnName(i).toLowerCase(Locale.ROOT));
            }
        }
        return found;
    }

    @Test
    void an_export_has_the_books_as_they_are_and_all_else_as_json() throws IOException, SQLException {
        execute("ALTER TABLE principals ALTER COLUMN id RESTART WITH " + ID);
        try (TestServer server = TestServer.start(folder)) {
            live(server);
            Principal.User user = server.users().find(NAME);
            server.store().write(tx -> tx.secondFactors().remove(user.id()));
            DavAnswer answer = server.as(NAME).get(API + "/export").expect(200);
            assertThat(answer.header("Content-Type")).isEqualTo("application/zip");
            assertThat(answer.header("Content-Disposition")).startsWith("attachment");
            Map<String, String> files = unzip(answer.body());
            assertThat(files.keySet())
                    .containsExactlyInAnyOrder(
                            "user.json",
                            "changes.json",
                            "scheduled.json",
                            "journal.json",
                            "inbox.json",
                            "prefs.json",
                            "devices.json",
                            "pushes.json",
                            "books/1-contacts.vcf");
            assertThat(files.get("books/1-contacts.vcf"))
                    .contains(TestServer.card("y", "Two", "+1 212 555 0100"), "FN:Name of " + NAME)
                    .doesNotContain("Gone");
            assertThat(files.get("user.json")).contains(NEW, "family", "\"with\" : \"bob\"");
            assertThat(files.get("changes.json")).contains(OLD, NEW);
            assertThat(files.get("scheduled.json")).contains("planned");
            assertThat(files.get("prefs.json")).contains("bob", "ask");
            assertThat(files.get("devices.json")).contains("Alice's phone");
            assertThat(files.get("pushes.json"))
                    .contains("alice.invalid", "group-family")
                    .doesNotContain("secret");

            DavClient bob = server.as("bob");
            assertThat(bob.get(API + "/export").expect(404).text())
                    .isEqualTo(bob.get("/api/users/nobody/export").expect(404).text());
            server.client().get(API + "/export").expect(401);
            server.client().as(NAME, "wrong-password").get(API + "/export").expect(401);
        }
    }

    private static Map<String, String> unzip(byte[] content) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(content))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), new String(zip.readAllBytes(), UTF_8));
            }
        }
        return files;
    }
}
