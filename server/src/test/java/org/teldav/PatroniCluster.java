package org.teldav;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Three nodes as in conf/patroni, with the database of TelDAV. */
final class PatroniCluster implements AutoCloseable {
    private static final int NODES = 3;

    private final Path folder;
    private final List<PatroniNode> nodes = new ArrayList<>();

    PatroniCluster() throws IOException {
        folder = owned(Files.createTempDirectory("teldav-patroni"));
        try {
            for (int i = 1; i <= NODES; i++) {
                nodes.add(new PatroniNode(i, owned(Files.createDirectory(folder.resolve("db" + i)))));
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** PostgreSQL runs as nobody else, and not as root. */
    private static Path owned(Path path) throws IOException {
        if (System.getProperty("user.name").equals("root")) {
            Files.setOwner(
                    path,
                    FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName("postgres"));
        }
        return path;
    }

    String url(String database) {
        String hosts = nodes.stream().map(PatroniNode::address).collect(Collectors.joining(","));
        return "jdbc:postgresql://" + hosts + "/" + database + "?targetServerType=primary";
    }

    /** As docs/operations.md has it done. */
    void makeDatabase() throws IOException, SQLException {
        String script =
                Files.readString(Path.of("..", "conf", "patroni", "teldav.sql")).replaceAll("(?m)^--.*$", "");
        try (Connection connection = DriverManager.getConnection(url("postgres"), "postgres", "change-me-1");
                Statement statement = connection.createStatement()) {
            for (String each : script.split(";")) {
                if (!each.isBlank()) {
                    statement.execute(each);
                }
            }
        }
    }

    /** Waits for one that is so. */
    PatroniNode the(String role) {
        Optional<PatroniNode> found = find(role);
        while (found.isEmpty()) {
            nodes.forEach(PatroniNode::pause);
            found = find(role);
        }
        return found.get();
    }

    private Optional<PatroniNode> find(String role) {
        return nodes.stream().filter(node -> node.is(role)).findFirst();
    }

    /** Waits until there is a leader, a standby that has all, and a third. */
    void awaitAll() {
        the("primary");
        the("sync");
        while (nodes.stream().filter(node -> node.is("replica")).count() < NODES - 1) {
            nodes.forEach(PatroniNode::pause);
        }
    }

    /** Waits for a leader that isn't this one. */
    PatroniNode successor(PatroniNode former) {
        PatroniNode leader = the("primary");
        while (leader.equals(former)) {
            former.pause();
            leader = the("primary");
        }
        return leader;
    }

    @Override
    public void close() throws IOException {
        for (PatroniNode node : nodes) {
            node.close();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(PatroniCluster::delete);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
