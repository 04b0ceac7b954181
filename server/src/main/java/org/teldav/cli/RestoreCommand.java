package org.teldav.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.teldav.Teldav;
import org.teldav.backup.BackupFile;
import org.teldav.backup.InvalidBackupException;
import org.teldav.backup.Manifest;
import org.teldav.config.TeldavConfig;
import org.teldav.web.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A backup into empty data, on either engine. */
@Command(
        name = "restore",
        description = "Restores a backup into empty data, on either engine; phones go on where they were.",
        mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "FILE", description = "what 'teldav backup' wrote")
    private Path file = Path.of("");

    @Option(names = "--yes", description = "don't ask")
    private boolean yes;

    RestoreCommand(Session session) {
        this.session = session;
    }

    /** What a backup has. */
    record Contents(String madeAt, long users, long groups, long books, long cards, long versions) {
        static Contents of(Manifest manifest) {
            return new Contents(
                    manifest.madeAt(),
                    manifest.rows("homes"),
                    manifest.rows("principals") - manifest.rows("homes"),
                    manifest.rows("books"),
                    manifest.rows("cards"),
                    manifest.rows("history"));
        }

        String line() {
            return Table.count(users, "user") + ", " + Table.count(groups, "group") + ", " + Table.count(books, "book")
                    + ", " + Table.count(cards, "card") + " and " + Table.count(versions, "earlier version")
                    + ", as of " + madeAt;
        }

        JsonNode json() {
            return Json.object()
                    .put("made_at", madeAt)
                    .put("users", users)
                    .put("groups", groups)
                    .put("books", books)
                    .put("cards", cards)
                    .put("versions", versions);
        }
    }

    @Override
    public Integer call() {
        TeldavConfig config = session.config();
        Optional<Door> server = ServerDoor.find(config.data());
        if (server.isPresent()) {
            throw new CliException("a server runs on " + config.data() + ": a backup is restored into empty data only");
        }
        try (BackupFile backup = BackupFile.open(file)) {
            Teldav.refuseData(config);
            follow("rows checked", backup, backup::check);
            Contents contents = Contents.of(backup.manifest());
            String target = config.database().url().isPresent()
                    ? "the configured database"
                    : config.data().toString();
            if (!yes && !session.agreed("Restore " + contents.line() + ", into " + target + "?")) {
                throw new CliException("nothing is restored; with --yes nobody is asked");
            }
            follow("rows restored", backup, progress -> restore(config, backup, progress));
            session.say("restored into " + target + ": " + contents.line(), contents.json());
        } catch (InvalidBackupException e) {
            throw new CliException(String.valueOf(e.getMessage()), e);
        }
        return 0;
    }

    private static void restore(TeldavConfig config, BackupFile backup, LongConsumer progress) {
        try {
            Teldav.restore(config, backup, progress);
        } catch (IOException e) {
            throw Session.unusable(config, e);
        }
    }

    private void follow(String what, BackupFile backup, Consumer<LongConsumer> work) {
        Progress progress = new Progress(session.err(), backup.manifest().rows(), what);
        work.accept(progress::at);
        progress.end();
    }
}
