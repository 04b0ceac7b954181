package org.teldav.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.teldav.Teldav;
import org.teldav.accounts.NewUser;
import org.teldav.config.ConfigReader;
import org.teldav.config.InvalidConfigException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The whole story on a throw-away data folder, over real CardDAV requests. */
@Command(
        name = "demo",
        description =
                "Tells the whole story on a throw-away data folder: three people in a group, one changes her number.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final List<String> PEOPLE = List.of("alice", "bob", "carol");

    private final Session session;

    @Option(names = "--once", description = "end after the story, instead of serving on")
    private boolean once;

    DemoCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        PrintStream out = session.out();
        try {
            Path data = Files.createTempDirectory("teldav-demo-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(data), "delete"));
            try (Teldav teldav = Teldav.open(ConfigReader.read(
                    Optional.empty(),
                    Map.of(
                            "TELDAV_REGION",
                            "US",
                            "TELDAV_LISTEN",
                            "127.0.0.1:0",
                            "TELDAV_PROPAGATION_DAILY_LIMIT",
                            "0"),
                    Optional.of(data)))) {
                addPeople(teldav);
                teldav.start();
                out.println("TelDAV runs at " + teldav.address() + ", on the throw-away folder " + data);
                new DemoStory(URI.create(teldav.address()), out).tell();
                if (!once) {
                    serveOn(teldav, out);
                }
            } finally {
                delete(data);
            }
            return 0;
        } catch (IOException | GeneralSecurityException | InvalidConfigException | IllegalStateException e) {
            throw new CliException("the demo failed: " + e.getMessage(), e);
        }
    }

    private static void addPeople(Teldav teldav) {
        for (String name : PEOPLE) {
            teldav.users()
                    .add(new NewUser(
                            name,
                            Optional.of(Character.toUpperCase(name.charAt(0)) + name.substring(1)),
                            name.equals("alice") ? List.of(DemoStory.OLD_NUMBER) : List.of(),
                            List.of(),
                            List.of("family"),
                            Optional.empty(),
                            false,
                            DemoStory.PASSWORD));
        }
    }

    private static void serveOn(Teldav teldav, PrintStream out) {
        out.printf("%nNow try it yourself: connect a CardDAV client on this machine to %s%n", teldav.address());
        out.println("as alice, bob or carol, with the password " + DemoStory.PASSWORD + ", and change a number.");
        out.println("Ctrl-C ends the demo and deletes its folder.");
        out.flush();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static synchronized void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new CliException(folder + " can't be deleted: delete it yourself", e);
        }
    }
}
