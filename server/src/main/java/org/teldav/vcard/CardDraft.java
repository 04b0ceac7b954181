package org.teldav.vcard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** A new card, line by line: vCard 3.0 (RFC 2426), which every phone reads. Not thread-safe. */
public final class CardDraft {
    private static final String ENDING = "\r\n";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public CardDraft() {
        line("BEGIN", "VCARD").line("VERSION", "3.0").line("PRODID", "-//TelDAV//TelDAV//EN");
    }

    /**
     * One line more, folded.
     *
     * @param header name and parameters, as they are to stand there
     * @param components of the value, unescaped; of most properties one
     */
    public CardDraft line(String header, String... components) {
        String value = Arrays.stream(components)
                .map(component -> VersionConversion.escaped(component).replaceAll("[\\x00-\\x08\\x0B-\\x1F\\x7F]", ""))
                .collect(joining(";"));
        Folding line = new Folding(ENDING).append(header).append(":").append(value);
        out.writeBytes(line.bytes());
        out.writeBytes(ENDING.getBytes(UTF_8));
        return this;
    }

    /** The whole card. Asked for once, at the end. */
    public byte[] bytes() {
        line("END", "VCARD");
        return out.toByteArray();
    }
}
