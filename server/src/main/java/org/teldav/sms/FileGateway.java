package org.teldav.sms;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Set;

/** Appends each message to a file that nobody but its owner reads: a line of JSON with {@code at}, {@code to} and {@code text}. Thread-safe. */
final class FileGateway implements SmsGateway {
    private final Path file;
    private final Clock clock;

    FileGateway(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    @Override
    public synchronized void send(String number, String text) throws SmsException {
        String line = JsonNodeFactory.instance
                        .objectNode()
                        .put("at", clock.instant().toString())
                        .put("to", number)
                        .put("text", text)
                + "\n";
        try (SeekableByteChannel channel =
                Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), ownerOnly())) {
            ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw SmsException.forNow(
                    "sms.file can't be written: " + e.getClass().getSimpleName());
        }
    }

    private FileAttribute<?>[] ownerOnly() {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    @Override
    public void close() {
        // Nothing is open between messages.
    }
}
