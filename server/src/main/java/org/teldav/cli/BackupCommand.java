package org.teldav.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.teldav.backup.BackupFile;
import org.teldav.backup.InvalidBackupException;
import org.teldav.web.PrivateFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Everything into one file, while others write on. */
@Command(
        name = "backup",
        description = "Writes everything into one file, as it is at this moment; users need not stop.",
        mixinStandardHelpOptions = true)
final class BackupCommand implements Callable<Integer> {
    private static final int BUFFER = 1 << 16;

    private final Session session;

    @Parameters(paramLabel = "FILE", description = "a zip; one that is there is replaced when the new one is whole")
    private Path file = Path.of("");

    BackupCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (Door door = session.door()) {
            Path fresh = PrivateFile.create(file);
            try {
                write(door, fresh);
                RestoreCommand.Contents contents = contents(fresh);
                PrivateFile.replace(fresh, file);
                session.say(file + " has " + contents.line(), contents.json());
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (FileSystemException e) {
            throw new CliException("no backup was made: " + Session.why(e), e);
        } catch (IOException | UncheckedIOException e) {
            IOException why = e instanceof UncheckedIOException wrapped ? wrapped.getCause() : (IOException) e;
            throw new CliException(
                    "no backup was made: " + file + " can't be written, or the server went away: " + Session.why(why),
                    e);
        }
        return 0;
    }

    private void write(Door door, Path fresh) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(fresh), BUFFER)) {
            door.backup(files -> new CountedZip(out, progress(files)));
        }
    }

    /** In octets, too: the tables come first, each one entry, however long. */
    private CountedZip.Receiver progress(long files) {
        Progress progress = new Progress(session.err(), files, "cards and earlier versions");
        return (entries, octets) ->
                progress.at(entries, () -> String.format(Locale.ROOT, ", %,d kB written", octets / 1000));
    }

    private static RestoreCommand.Contents contents(Path fresh) {
        try (BackupFile backup = BackupFile.open(fresh)) {
            return RestoreCommand.Contents.of(backup.manifest());
        } catch (InvalidBackupException e) {
            throw new CliException("no backup was made: it broke off; the server's log says why", e);
        }
    }
}
