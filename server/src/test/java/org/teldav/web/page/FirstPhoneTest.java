package org.teldav.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.DavAnswer;
import org.teldav.DavClient;
import org.teldav.OneEngine;
import org.teldav.Replay;
import org.teldav.SelfSigned;
import org.teldav.cli.Main;
import org.w3c.dom.Element;

/**
 * From nothing to an iPhone and an Android phone that sync, by what README.md says under <em>The first phone</em> and by nothing else: its commands as they stand there, with
 * another name of the server, its files and its port; then its steps on the page; then what the phones ask, as they were recorded.
 */
@OneEngine("about a process and what README says, whatever it keeps things in")
class FirstPhoneTest {
    private static final String PASSWORD = "a password of alice’s";
    private static final String HOST = "localhost";
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|([^\\s\"]+)");
    private static final Map<String, Integer> NUMBERS = Map.of("One", 1, "Two", 2, "Three", 3, "Four", 4);

    @TempDir
    Path folder;

    private SelfSigned certificate;
    private int port;
    private Process server;

    @BeforeEach
    void prepare() throws IOException, GeneralSecurityException {
        certificate = SelfSigned.make(folder, "tls");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
    }

    @AfterEach
    void end() throws InterruptedException {
        if (server != null) {
            server.destroy();
            server.waitFor();
        }
    }

    /** A command as a shell would read it. */
    private record Command(Map<String, String> environment, List<String> words) {
        static Command of(String line) {
            Map<String, String> environment = new LinkedHashMap<>();
            List<String> words = new ArrayList<>();
            Matcher word = WORD.matcher(line.replaceAll("\\s#.*", ""));
            while (word.find()) {
                String text = word.group(1) == null ? word.group(2) : word.group(1);
                if (words.isEmpty() && text.matches("[A-Z_]+=.*")) {
                    String[] split = text.split("=", 2);
                    environment.put(split[0], split[1]);
                } else {
                    words.add(text);
                }
            }
            assertThat(words.get(0)).as(line).isEqualTo("bin/teldav");
            return new Command(environment, words.subList(1, words.size()));
        }
    }

    private static String section() throws IOException {
        String readme = Files.readString(Path.of("../README.md"));
        return readme.replaceAll("(?s).*\n## The first phone\n(.*?)\n## .*", "$1");
    }

    private static List<String> commands(String section) {
        return section.replaceAll("(?s).*```sh\n(.*?)```.*", "$1")
                .replace("\\\n", "")
                .lines()
                .toList();
    }

    /** What this machine has in the place of what the reader has. */
    private String here(String text) {
        return text.replace("https://dav.example.org/", "https://" + HOST + ":" + port + "/")
                .replace("fullchain.pem", certificate.certificate().toString())
                .replace("privkey.pem", certificate.key().toString())
                .replace("0.0.0.0:443", HOST + ":" + port);
    }

    private void serve(Command command) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dlogback.configurationFile=../conf/logback.xml",
                "-cp",
                System.getProperty("teldav.test.class.path", System.getProperty("java.class.path")),
                "org.teldav.cli.Main"));
        words.addAll(command.words());
        words.addAll(List.of("--data", folder.resolve("data").toString()));
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectError(folder.resolve("log").toFile());
        builder.environment().putAll(command.environment());
        server = builder.start();
        BufferedReader out = new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        while (line != null && !line.startsWith("TelDAV is ready at ")) {
            line = out.readLine();
        }
        assertThat(line).as(Files.readString(folder.resolve("log"))).isNotNull();
    }

    private void run(Command command) {
        List<String> words = new ArrayList<>(command.words());
        words.addAll(List.of("--data", folder.resolve("data").toString()));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        int code = Main.run(
                new ByteArrayInputStream((PASSWORD + "\n").getBytes(StandardCharsets.UTF_8)),
                out,
                out,
                command.environment(),
                words.toArray(String[]::new));
        assertThat(code).as(said.toString(StandardCharsets.UTF_8)).isZero();
    }

    private DavClient client() throws GeneralSecurityException, IOException {
        return new DavClient(
                new InetSocketAddress(HOST, port), certificate.context().getSocketFactory());
    }

    @Test
    void by_the_readme_alone_an_iphone_and_an_android_phone_sync() throws Exception {
        String section = section();
        List<String> lines = commands(section);
        assertThat(section).containsPattern("^\\s*" + word(lines.size()) + " commands");
        serve(Command.of(here(lines.get(0))));
        for (String line : lines.subList(1, lines.size())) {
            run(Command.of(here(line)));
        }

        PageClient page = new PageClient(client()).signIn("alice", PASSWORD);
        assertThat(section).contains("*My devices*", "**Connect a device**", "**Download the profile**");
        assertThat(page.get("/numbers").expect(200).text()).contains(">My devices<");
        assertThat(page.get("/devices").expect(200).text()).contains(">Connect a device<");
        DavAnswer made = page.post("/devices", "label", "iPhone").expect(200);
        assertThat(made.text()).contains(">Download the profile<");
        DavAnswer profile = page.post("/devices/profile", "password", shown(made, "password"))
                .expect(200);
        assertThat(profile.header("Content-Disposition")).contains(".mobileconfig");
        iPhone(plist(profile));

        page.get("/devices").expect(200);
        made = page.post("/devices", "label", "Android").expect(200);
        assertThat(section).contains("**Open in DAVx⁵**");
        assertThat(made.text()).contains(">Open in DAVx⁵<");
        android(made);
    }

    private static String word(int count) {
        return NUMBERS.entrySet().stream()
                .filter(number -> number.getValue() == count)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /** The text of what the page has under that id. */
    private static String shown(DavAnswer page, String id) {
        Matcher found = Pattern.compile("id=\"" + id + "\">([^<]+)<").matcher(page.text());
        assertThat(found.find()).as(id).isTrue();
        return found.group(1);
    }

    /** Does what the profile says, and nothing that it doesn't. */
    private void iPhone(Map<String, String> account) throws Exception {
        assertThat(account)
                .containsEntry("PayloadType", "com.apple.carddav.account")
                .containsEntry("CardDAVUseSSL", "true");
        DavClient phone = new DavClient(
                new InetSocketAddress(account.get("CardDAVHostName"), Integer.parseInt(account.get("CardDAVPort"))),
                certificate.context().getSocketFactory());
        String user = account.get("CardDAVUsername");
        String password = account.get("CardDAVPassword");
        Replay replay = new Replay(phone).login(user, password).set("principal", account.get("CardDAVPrincipalURL"));
        discover(replay, account.get("CardDAVPrincipalURL"));
        replay.play("clients/ios-discovery.txt");
        replay.play("clients/ios-sync.txt");
        forget(phone.as(user, password));
    }

    /** What clients learn of the group as they look for the books is not in the files. */
    private static void discover(Replay replay, String principal) {
        replay.looking(
                "PROPFIND ${principal}",
                answer -> answer.property(principal, "addressbook-home-set")
                        .ifPresent(
                                home -> replay.set("home", home.getTextContent().strip())));
        replay.looking("PROPFIND ${home}", answer -> replay.set("book", own(answer)));
    }

    /** The one address book that is not a group's. */
    private static String own(DavAnswer answer) {
        List<String> books = answer.hrefs().stream()
                .filter(href -> answer.property(href, "resourcetype")
                        .filter(type -> DavAnswer.children(type).stream()
                                .anyMatch(kind -> kind.getLocalName().equals("addressbook")))
                        .isPresent())
                .toList();
        assertThat(books).anyMatch(href -> href.endsWith("/group-family/"));
        return books.stream()
                .filter(href -> !href.endsWith("/group-family/"))
                .reduce((one, other) -> {
                    throw new AssertionError("two books: " + books);
                })
                .orElseThrow();
    }

    private static void forget(DavClient phone) {
        String book = "/dav/addressbooks/alice/contacts/";
        String all = "<D:propfind xmlns:D='DAV:'><D:prop><D:getetag/></D:prop></D:propfind>";
        for (String href : phone.propfind(book, 1, all).expect(207).hrefs()) {
            if (!href.equals(book) && !href.endsWith("/me.vcf")) {
                phone.delete(href).expect(204);
            }
        }
    }

    /** Opens the link, as DAVx⁵ does, and types the password. */
    private void android(DavAnswer made) throws Exception {
        Matcher link = Pattern.compile("href=\"(davx5:[^\"]+)\"").matcher(made.text());
        assertThat(link.find()).isTrue();
        URI opened = URI.create(link.group(1));
        assertThat(opened.getPath()).isEqualTo("/");
        DavClient phone = new DavClient(
                new InetSocketAddress(opened.getHost(), opened.getPort()),
                certificate.context().getSocketFactory());
        String principal = "/dav/principals/users/" + opened.getUserInfo() + "/";
        Replay replay = new Replay(phone)
                .login(opened.getUserInfo(), shown(made, "password"))
                .set("principal", principal);
        discover(replay, principal);
        replay.play("clients/davx5-discovery.txt");
        replay.play("clients/davx5-sync.txt");
    }

    /** The keys and values of the account in a property list. */
    private static Map<String, String> plist(DavAnswer profile) {
        // Its DOCTYPE names a DTD at Apple's, which is not to be fetched.
        String text = profile.text().replaceFirst("<!DOCTYPE[^>]*>", "");
        Element plist = new DavAnswer(200, Map.of(), text.getBytes(StandardCharsets.UTF_8)).xml();
        Element account =
                (Element) ((Element) plist.getElementsByTagName("array").item(0))
                        .getElementsByTagName("dict")
                        .item(0);
        Map<String, String> values = new LinkedHashMap<>();
        Iterator<Element> children = DavAnswer.children(account).iterator();
        while (children.hasNext()) {
            String key = children.next().getTextContent();
            Element value = children.next();
            values.put(key, value.getTextContent().isEmpty() ? value.getTagName() : value.getTextContent());
        }
        return values;
    }
}
