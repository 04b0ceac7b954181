package org.teldav.storage.sql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.teldav.storage.StorageException;

/**
 * Looks at HSQLDB's files before it opens them, for it takes some that are damaged, says nothing, and writes over what is left
 * (docs/decisions/corrupt-folder.md). Not thread-safe; to be used by whoever has the lock of the files.
 */
final class FileCheck {
    static final String ADVICE = "Nothing was changed. Keep the folder as it is, and restore your last backup"
            + " into another one: teldav restore FILE --data NEW";

    /** Where the data file says up to where it is used, in bytes. */
    private static final int END_OF_DATA = 12;
    /** The state while a checkpoint puts its new files in the place of the old ones, which HSQLDB ends by itself. */
    private static final String BETWEEN = "yes-new-files";

    private static final List<String> STATES = List.of("no", "yes", BETWEEN);
    /** What a script ends with: one of a new database, and one of any checkpoint, since there are no large objects. */
    private static final String LAST_OF_NEW = "\nGRANT DBA TO SA\n";

    private static final String LAST_OF_SCRIPT =
            LAST_OF_NEW + "SET SCHEMA SYSTEM_LOBS\nINSERT INTO BLOCKS VALUES(0,2147483647,0)\n";

    private static final String ROOTS = "\nSET TABLE PUBLIC.";

    private final Path files;

    FileCheck(Path files) {
        this.files = files;
    }

    /**
     * Cuts off what a crash left half written at the end of the log, which nobody was told is stored, and changes nothing else.
     *
     * @throws StorageException where a file is damaged; says which one and what to do
     */
    void check() {
        try {
            if (Stream.of("script", "properties", "data", "log").noneMatch(this::exists)) {
                return;
            }
            String state = state();
            if (!state.equals(BETWEEN)) {
                checkScript();
                checkLog(state);
            }
        } catch (IOException e) {
            throw new StorageException("the database " + files + " can't be read: " + e, e);
        }
    }

    /** Without it, HSQLDB takes the others for written to, and goes on; a crash may leave an empty one. */
    private String state() throws IOException {
        if (!exists("properties")) {
            return "yes";
        }
        Path file = file("properties");
        if (Files.size(file) == 0 && exists("script")) {
            Files.delete(file);
            return "yes";
        }
        Properties properties = new Properties();
        properties.load(Files.newBufferedReader(file, ISO_8859_1));
        String state = properties.getProperty("modified", "");
        if (!STATES.contains(state) || !properties.getProperty("version", "").startsWith("2.")) {
            throw damaged("properties", "it does not say in which state the others are");
        }
        return state;
    }

    private void checkScript() throws IOException {
        if (!exists("script")) {
            throw missing("script");
        }
        String script = Files.readString(file("script"), ISO_8859_1).replace("\r\n", "\n");
        for (int i = 0; i < script.length(); i++) {
            if (!LogTail.isText(script.charAt(i))) {
                throw damaged("script", "at byte " + i + " it is no text");
            }
        }
        if (!script.endsWith(LAST_OF_NEW) && !script.endsWith(LAST_OF_SCRIPT)) {
            throw damaged("script", "its end is missing");
        }
        if (script.contains(ROOTS)) {
            checkData();
        }
    }

    private void checkData() throws IOException {
        if (!exists("data")) {
            throw missing("data");
        }
        try (RandomAccessFile data = new RandomAccessFile(file("data").toFile(), "r")) {
            if (data.length() < END_OF_DATA + Long.BYTES) {
                throw damaged("data", "it has no beginning");
            }
            data.seek(END_OF_DATA);
            long end = data.readLong();
            if (end <= 0 || end > data.length()) {
                throw damaged("data", "it has " + data.length() + " bytes, and " + end + " were written");
            }
        }
    }

    private void checkLog(String state) throws IOException {
        if (state.equals("no")) {
            return;
        }
        if (!exists("log")) {
            if (exists("properties")) {
                throw missing("log");
            }
            return;
        }
        Optional<LogTail> tail = LogTail.of(file("log"));
        if (tail.isPresent() && tail.get().committedBehind()) {
            throw damaged(
                    "log",
                    "at byte " + tail.get().at() + " it is no text, and what was acknowledged later stands behind it");
        }
        if (tail.isPresent()) {
            tail.get().cut(file("log"));
        }
    }

    private StorageException damaged(String suffix, String how) {
        return new StorageException("the file " + file(suffix) + " of the database is damaged: " + how + ". " + ADVICE);
    }

    private StorageException missing(String suffix) {
        return new StorageException("the file " + file(suffix) + " of the database is missing. " + ADVICE);
    }

    private boolean exists(String suffix) {
        return Files.exists(file(suffix));
    }

    private Path file(String suffix) {
        return files.resolveSibling(files.getFileName() + "." + suffix);
    }
}
