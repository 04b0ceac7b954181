package org.teldav;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.teldav.accounts.NewUser;
import org.teldav.accounts.Passwords;
import org.teldav.accounts.Users;
import org.teldav.config.ConfigReader;
import org.teldav.config.InvalidConfigException;
import org.teldav.storage.Store;
import org.teldav.web.Api;

/** The whole server, as {@code teldav serve} runs it, on real files and a real socket; numbers without a country code are in the US. */
public final class TestServer implements AutoCloseable {
    /** Every test makes users, and hashes of the usual cost would take most of its time. */
    private static final Passwords.Cost CHEAP = new Passwords.Cost(64, 1, 1);

    private final Teldav teldav;
    private final InetSocketAddress address;

    private TestServer(Teldav teldav) {
        this.teldav = teldav;
        URI uri = URI.create(teldav.address());
        this.address = new InetSocketAddress(uri.getHost(), uri.getPort());
    }

    public static TestServer start(Path data, String... lines) {
        return start(data, Clock.systemUTC(), lines);
    }

    /** One whose messages, changes and logins go by another clock. */
    public static TestServer start(Path data, Clock clock, String... lines) {
        try {
            TestDatabase.lay(Files.createDirectories(data));
            Path file = configuration(data);
            Files.write(file, List.of(lines), StandardOpenOption.APPEND);
            Teldav teldav = Teldav.open(
                    ConfigReader.read(Optional.of(file), Map.of(), Optional.of(data)), new Passwords(CHEAP), clock);
            teldav.start();
            return new TestServer(teldav);
        } catch (IOException | GeneralSecurityException | InvalidConfigException e) {
            throw new AssertionError(e);
        }
    }

    /** A file for {@code --conf}: any free port, region US, the engine under test. */
    static Path configuration(Path data) {
        try {
            List<String> lines = new ArrayList<>(List.of("listen = \"127.0.0.1:0\"", "region = \"US\""));
            lines.addAll(TestDatabase.lines(data));
            return Files.write(data.resolve("test.conf"), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a user whose password is the name and {@code -password}, with a verified number, in these groups. */
    public DavClient user(String name, String tel, String... groups) {
        teldav.users()
                .add(new NewUser(
                        name,
                        Optional.of("Name of " + name),
                        List.of(tel),
                        List.of(),
                        List.of(groups),
                        Optional.empty(),
                        false,
                        name + "-password"));
        return as(name);
    }

    /** One to whom all is open; the password is the name and {@code -password}. */
    public DavClient administrator(String name) {
        teldav.users()
                .add(new NewUser(
                        name,
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        true,
                        name + "-password"));
        return as(name);
    }

    public DavClient as(String name) {
        return client().as(name, name + "-password");
    }

    /** One that doesn't say who it is. */
    public DavClient client() {
        return new DavClient(address);
    }

    public String uri() {
        return teldav.address();
    }

    public Users users() {
        return teldav.users();
    }

    /** As it is behind its guard. */
    public Api api() {
        return teldav.api();
    }

    public Store store() {
        return teldav.store();
    }

    /** Everything, to nowhere. */
    void backup() {
        teldav.backup(files -> OutputStream.nullOutputStream());
    }

    /** Returns when all changes have reached all holders. */
    public void drain() {
        Assertions.assertThat(teldav.drain(Duration.ofSeconds(60))).isTrue();
    }

    /** As a phone does it: GET the own card, edit, PUT with If-Match. */
    public void changeOwnNumber(String user, String number) {
        DavClient client = as(user);
        String path = "/dav/addressbooks/" + user + "/contacts/me.vcf";
        DavAnswer own = client.get(path).expect(200);
        client.with("If-Match: " + own.etag())
                .put(path, own.text().replaceFirst("(TEL[^:]*:)[^\r\n]*", "$1" + number))
                .expect(204);
        drain();
    }

    /** A plain card as most clients write it. */
    public static String card(String uid, String name, String tel) {
        return "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:" + uid + "\r\nN:" + name + ";;;;\r\nFN:" + name
                + "\r\nTEL;TYPE=CELL:" + tel + "\r\nEND:VCARD\r\n";
    }

    @Override
    public void close() {
        teldav.close();
    }
}
