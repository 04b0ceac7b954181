package org.teldav.storage.sql;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * What of HSQLDB's log is no line of text: from the first line that is none, or has no end.
 *
 * @param line where that line begins, in bytes
 * @param at its first byte that is no text, or the end of the file
 * @param committedBehind whether a commit stands behind that: then it is no unfinished end
 */
record LogTail(long line, long at, boolean committedBehind) {
    private static final byte[] COMMIT = "COMMIT".getBytes(US_ASCII);

    /** What HSQLDB writes into its text files: signs of ASCII, with others as {@code \}{@code uXXXX}, and ends of lines. */
    static boolean isText(int sign) {
        return sign >= ' ' && sign <= 0x7f || sign == '\n' || sign == '\r';
    }

    /** Empty where all of it is lines of text. */
    static Optional<LogTail> of(Path log) throws IOException {
        long line = 0;
        long at = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(log), 1 << 16)) {
            for (int sign = in.read(); sign >= 0; sign = in.read()) {
                if (!isText(sign)) {
                    return Optional.of(new LogTail(line, at, hasCommit(in)));
                }
                at++;
                if (sign == '\n') {
                    line = at;
                }
            }
        }
        return line == at ? Optional.empty() : Optional.of(new LogTail(line, at, false));
    }

    /** Whether a line of what follows is a commit. */
    private static boolean hasCommit(InputStream in) throws IOException {
        int matched = -1;
        for (int sign = in.read(); sign >= 0; sign = in.read()) {
            if (matched == COMMIT.length && (sign == '\n' || sign == '\r')) {
                return true;
            }
            if (sign == '\n') {
                matched = 0;
            } else {
                matched = matched >= 0 && matched < COMMIT.length && sign == COMMIT[matched] ? matched + 1 : -1;
            }
        }
        return false;
    }

    /** Takes it away, on disk. */
    void cut(Path log) throws IOException {
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
            channel.truncate(line);
            channel.force(true);
        }
    }
}
