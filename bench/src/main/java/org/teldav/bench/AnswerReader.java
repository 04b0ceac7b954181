package org.teldav.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads HTTP/1.x answers (RFC 9112 §6, §7.1) with as little work as there can be: the generator shares its cores with the
 * server it measures. The buffers are kept from answer to answer. Not thread-safe.
 */
final class AnswerReader implements Answer {

    private static final int LONGEST_BODY = 256 << 20;
    private static final byte[] CONTENT_LENGTH = lower("content-length:");
    private static final byte[] TRANSFER_ENCODING = lower("transfer-encoding:");
    private static final byte[] CONNECTION = lower("connection:");
    private static final byte[] ETAG = lower("etag:");
    private static final byte[] LOCATION = lower("location:");

    private final byte[] input = new byte[64 << 10];
    private final byte[] line = new byte[8 << 10];
    private InputStream in = InputStream.nullInputStream();
    private int position;
    private int limit;
    private int lineLength;
    private long received;
    private long firstByteAt;

    private byte[] body = new byte[16 << 10];
    private int length;
    private int status;
    private long announced;
    private boolean chunked;
    private boolean close;
    private boolean etag;
    private String location = "";

    /** From now on answers come from this stream. */
    void readFrom(InputStream stream) {
        in = stream;
        position = 0;
        limit = 0;
    }

    /** A new request begins: nothing of its answer has come. */
    void forget() {
        received = 0;
        length = 0;
    }

    /** Reads one whole answer. {@link #nothingCame} tells whether a failure came before its first byte. */
    void read() throws IOException {
        if (position < limit) {
            throw new ProtocolException("the server sent more than the answer");
        }
        do {
            readHead();
        } while (status >= 100 && status < 200);
        if (status == 204 || status == 304) {
            return;
        }
        if (chunked) {
            readChunks();
        } else if (announced >= 0) {
            readBody(announced);
        } else {
            readToEnd();
        }
    }

    private void readHead() throws IOException {
        announced = -1;
        chunked = false;
        etag = false;
        location = "";
        readLine();
        if (lineLength < 12 || line[0] != 'H' || line[8] != ' ') {
            throw new ProtocolException("the answer doesn't begin with an HTTP status line");
        }
        close = line[7] == '0';
        status = (line[9] - '0') * 100 + (line[10] - '0') * 10 + line[11] - '0';
        for (readLine(); lineLength > 0; readLine()) {
            header();
        }
    }

    private void header() throws IOException {
        switch (line[0] | 0x20) {
            case 'c' -> {
                if (startsWith(CONTENT_LENGTH)) {
                    announced = number(value(CONTENT_LENGTH), 10);
                } else if (startsWith(CONNECTION)) {
                    close = !value(CONNECTION).equalsIgnoreCase("keep-alive")
                            && (close || value(CONNECTION).equalsIgnoreCase("close"));
                }
            }
            case 't' -> chunked |= startsWith(TRANSFER_ENCODING);
            case 'e' -> etag |= startsWith(ETAG);
            case 'l' -> location = startsWith(LOCATION) ? value(LOCATION) : location;
            default -> {}
        }
    }

    private void readChunks() throws IOException {
        for (long size = chunkSize(); size > 0; size = chunkSize()) {
            readBody(size);
            readLine();
            if (lineLength != 0) {
                throw new ProtocolException("a chunk is longer than its size says");
            }
        }
        do {
            readLine();
        } while (lineLength > 0);
    }

    private long chunkSize() throws IOException {
        readLine();
        String text = new String(line, 0, lineLength, StandardCharsets.ISO_8859_1);
        int extension = text.indexOf(';');
        return number((extension < 0 ? text : text.substring(0, extension)).strip(), 16);
    }

    private void readBody(long count) throws IOException {
        if (count > LONGEST_BODY - length) {
            throw new ProtocolException("the answer is longer than 256 MiB");
        }
        int end = length + (int) count;
        if (end > body.length) {
            body = Arrays.copyOf(body, Math.max(end, Math.min(LONGEST_BODY, body.length * 2)));
        }
        int buffered = Math.min(limit - position, (int) count);
        System.arraycopy(input, position, body, length, buffered);
        position += buffered;
        length += buffered;
        while (length < end) {
            int read = in.read(body, length, end - length);
            if (read < 0) {
                throw new EOFException("the answer ended in its middle");
            }
            received += read;
            length += read;
        }
    }

    private void readToEnd() throws IOException {
        close = true;
        while (position < limit || fill()) {
            readBody(limit - position);
        }
    }

    private void readLine() throws IOException {
        lineLength = 0;
        while (true) {
            if (position == limit && !fill()) {
                throw new EOFException("the server closed the connection");
            }
            byte next = input[position++];
            if (next == '\n') {
                lineLength -= lineLength > 0 && line[lineLength - 1] == '\r' ? 1 : 0;
                return;
            }
            if (lineLength == line.length) {
                throw new ProtocolException("a header line is longer than 8 KiB");
            }
            line[lineLength++] = next;
        }
    }

    private boolean fill() throws IOException {
        int read = in.read(input, 0, input.length);
        if (read <= 0) {
            return false;
        }
        if (received == 0) {
            firstByteAt = System.nanoTime();
        }
        received += read;
        position = 0;
        limit = read;
        return true;
    }

    private boolean startsWith(byte[] name) {
        if (lineLength < name.length) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            int letter = line[i] >= 'A' && line[i] <= 'Z' ? line[i] | 0x20 : line[i];
            if (letter != name[i]) {
                return false;
            }
        }
        return true;
    }

    private String value(byte[] name) {
        return new String(line, name.length, lineLength - name.length, StandardCharsets.ISO_8859_1).strip();
    }

    private static long number(String text, int radix) throws ProtocolException {
        try {
            return Long.parseUnsignedLong(text, radix) & Long.MAX_VALUE;
        } catch (NumberFormatException e) {
            throw new ProtocolException("'" + text + "' is not a length");
        }
    }

    private static byte[] lower(String name) {
        return name.getBytes(StandardCharsets.ISO_8859_1);
    }

    boolean nothingCame() {
        return received == 0;
    }

    boolean serverCloses() {
        return close;
    }

    /** {@link System#nanoTime} when the first byte of the answer was there. */
    long firstByteAt() {
        return firstByteAt;
    }

    /** Bytes of the answer, head and body. */
    long received() {
        return received;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public boolean hasETag() {
        return etag;
    }

    @Override
    public String location() {
        return location;
    }

    @Override
    public byte[] body() {
        return body;
    }

    @Override
    public int length() {
        return length;
    }
}
