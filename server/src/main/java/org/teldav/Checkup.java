package org.teldav;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.teldav.config.ConfigReader;
import org.teldav.config.TeldavConfig;
import org.teldav.sms.SmsSettings;
import org.teldav.storage.DataFolderInUseException;
import org.teldav.storage.StorageException;
import org.teldav.storage.sql.Examination;

/** Looks at all that a server needs, and changes nothing, whether one runs or not. Slow: it asks the database, the disk and what else is set. Thread-safe. */
public final class Checkup {
    private static final String DATABASE = "database";
    private static final String DISK = "disk";
    private static final String NAMES = "names";
    private static final String REGION = "region";
    private static final String CLOCK = "clock";

    /** Below a quarter of it writes are refused (docs/decisions/full-disk.md). */
    private static final long ROOM = 256L << 20;

    private static final Duration TOLERANCE = Duration.ofSeconds(1);
    private static final Duration FUTURE = Duration.ofMinutes(1);
    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_EXECUTE);

    private final TeldavConfig config;
    private final InstantSource clock;

    public Checkup(TeldavConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
    }

    /** @param server that runs on the data; empty where none does */
    public List<Finding> run(Optional<RunningServer> server) {
        Optional<Examination> seen = Optional.empty();
        Finding database;
        if (server.isPresent() && config.database().url().isEmpty()) {
            database = Finding.well(DATABASE, server.get().engine() + ", and a server that runs on it");
        } else if (config.database().url().isEmpty()
                && Files.notExists(config.data().resolve("db"))) {
            database = Finding.well(DATABASE, "there is none yet: 'teldav serve' makes it in " + config.data());
        } else {
            try {
                seen = Optional.of(Examination.of(DatabaseWiring.settings(config)));
                database = judged(seen.get());
            } catch (DataFolderInUseException e) {
                database =
                        Finding.ill(DATABASE, "another process uses " + config.data() + " and does not answer: end it");
            } catch (StorageException e) {
                database = Finding.ill(DATABASE, String.valueOf(e.getMessage()));
            }
        }
        return Stream.of(
                        Stream.of(database),
                        codes(seen).stream(),
                        Stream.of(region(server)),
                        Stream.of(new TlsCheckup(config, clock).run(server)),
                        new TlsCheckup(config, clock).profiles().stream(),
                        Stream.of(disk(), names(server), clock(seen)),
                        OutsideLogins.findings(config).stream())
                .flatMap(all -> all)
                .toList();
    }

    private static Finding judged(Examination seen) {
        if (seen.failed()) {
            return Finding.ill(
                    DATABASE, "a migration broke off: restore the backup of before, or ask with the server's log");
        } else if (seen.schema().isEmpty()) {
            return Finding.well(DATABASE, seen.engine() + ", without tables yet: 'teldav serve' makes them");
        }
        String version = seen.engine() + ", tables of version " + seen.schema().get();
        return Finding.well(
                DATABASE,
                seen.pending() == 0 ? version : version + ", which the next start of 'teldav serve' brings up to date");
    }

    /** Where codes are sent, and the database could be looked at. */
    private Optional<Finding> codes(Optional<Examination> seen) {
        if (seen.isEmpty() || config.sms().gateway() instanceof SmsSettings.None) {
            return Optional.empty();
        }
        Path file = config.data().resolve(CodeKeyFile.NAME);
        boolean shared = config.database().url().isPresent();
        return Optional.of(new CodeKeyFile(file)
                .wrong(seen.get().key(), shared)
                .map(wrong -> Finding.ill("codes", wrong))
                .orElseGet(() -> Finding.well("codes", "the key of codes by SMS is the one that the database knows")));
    }

    private Finding disk() {
        Path there = config.data().toAbsolutePath().normalize();
        while (!Files.exists(there)) {
            there = there.getParent();
        }
        try {
            long free = there.toFile().getUsableSpace();
            if (!Files.isWritable(there)) {
                return Finding.ill(DISK, there + " can't be written: give it to the user that the server runs as");
            } else if (free < ROOM) {
                return Finding.ill(DISK, "only " + (free >> 20) + " MiB are free for " + there + ": make room");
            } else if (there.equals(config.data().toAbsolutePath().normalize()) && isOpenToOthers(there)) {
                return Finding.ill(DISK, "others of this machine may look into " + there + ": chmod 700 " + there);
            }
            for (String made : List.of("db", CodeKeyFile.NAME)) {
                Optional<Finding> strange =
                        strange(config.data().toAbsolutePath().normalize(), made);
                if (strange.isPresent()) {
                    return strange.get();
                }
            }
            return Finding.well(DISK, (free >> 20) + " MiB are free for " + there);
        } catch (IOException e) {
            return Finding.ill(DISK, there + " can't be looked at: " + e);
        }
    }

    /** What root made in the folder of the server's user, which that can't open. */
    private static Optional<Finding> strange(Path data, String name) throws IOException {
        Path made = data.resolve(name);
        try {
            if (!Files.exists(made) || Files.getOwner(made).equals(Files.getOwner(data))) {
                return Optional.empty();
            }
            String owner = Files.getOwner(data).getName();
            return Optional.of(Finding.ill(
                    DISK,
                    made + " is of " + Files.getOwner(made).getName() + ", and " + data + " of " + owner + ": chown -R "
                            + owner + " " + data));
        } catch (UnsupportedOperationException e) {
            // A file system where nothing has an owner.
            return Optional.empty();
        }
    }

    /** What there is to say of a file with passwords in it that more users of this machine can read than have to. */
    public static Optional<Finding> readableSecrets(Path file) {
        try {
            Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(file);
            // One of root's is read by the server's group.
            boolean own = Files.getOwner(file).getName().equals(System.getProperty("user.name"));
            boolean group = own && allowed.contains(PosixFilePermission.GROUP_READ);
            if (!(group || allowed.contains(PosixFilePermission.OTHERS_READ)) || !ConfigReader.hasSecrets(file)) {
                return Optional.empty();
            }
            return Optional.of(Finding.doubtful(
                    "configuration",
                    "others of this machine may read the passwords in " + file + ": chmod " + (own ? "600 " : "o= ")
                            + file + ", or give them by the environment"));
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    static boolean isOpenToOthers(Path path) throws IOException {
        try {
            return Files.getPosixFilePermissions(path).stream().anyMatch(OTHERS::contains);
        } catch (UnsupportedOperationException e) {
            return false;
        }
    }

    private Finding region(Optional<RunningServer> server) {
        Optional<String> there = server.isPresent() ? server.get().region() : config.region();
        if (there.isPresent()) {
            return Finding.well(REGION, "numbers without a country code are of " + there.get());
        } else if (config.region().isPresent()) {
            return Finding.doubtful(
                    REGION,
                    "the running server doesn't know of " + config.region().get() + " yet: restart it");
        }
        return Finding.doubtful(
                REGION,
                "none is set: the numbers without a country code of users who have no region of their own are left alone."
                        + " Set region, as DE");
    }

    private Finding names(Optional<RunningServer> server) {
        if (config.publicUrl().isEmpty()) {
            return Finding.well(
                    NAMES,
                    server.map(running -> "no public-url in this configuration; the running server is at "
                                    + running.address())
                            .orElse("no public-url is set: people type in where the server is"));
        }
        String host = config.publicUrl().get().getHost();
        try {
            String addresses = Arrays.stream(InetAddress.getAllByName(host))
                    .map(InetAddress::getHostAddress)
                    .collect(Collectors.joining(", "));
            return Finding.well(NAMES, host + " is " + addresses);
        } catch (UnknownHostException e) {
            return Finding.ill(
                    NAMES, host + " of public-url has no address: make an A or AAAA record for it in the DNS");
        }
    }

    private Finding clock(Optional<Examination> seen) {
        if (config.database().url().isPresent() && seen.isPresent()) {
            Duration apart =
                    Duration.between(seen.get().time(), clock.instant()).abs();
            if (apart.compareTo(TOLERANCE.plusSeconds(1)) > 0) {
                return Finding.ill(
                        CLOCK,
                        "it differs by " + apart.toSeconds()
                                + " s from that of the database's machine: set both by NTP");
            }
        }
        Optional<Path> future = newest();
        return future.map(file -> Finding.ill(
                        CLOCK, file + " was written in the future: this machine's clock is slow, set it by NTP"))
                .orElseGet(() -> Finding.well(
                        CLOCK, clock.instant().truncatedTo(ChronoUnit.SECONDS).toString()));
    }

    /** A file of the data folder that was written later than now. */
    private Optional<Path> newest() {
        try (Stream<Path> files = Files.walk(config.data(), 2)) {
            return files.filter(this::isOfTheFuture).findFirst();
        } catch (IOException | UncheckedIOException e) {
            // One that this user may not look into, or that went meanwhile.
            return Optional.empty();
        }
    }

    private boolean isOfTheFuture(Path file) {
        try {
            return Files.getLastModifiedTime(file)
                    .toInstant()
                    .isAfter(clock.instant().plus(FUTURE));
        } catch (IOException e) {
            return false;
        }
    }
}
