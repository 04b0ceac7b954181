package org.teldav.vcard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.teldav.vcard.VCardText.ContentLine;
import org.teldav.vcard.VCardText.Parameter;

/**
 * A card of version 2.1, as the phones' own export still writes it, as one of 3.0: for files that are imported (docs/vcard-versions.md). Line by line, each
 * in its place; the lines that 3.0 writes alike keep their bytes. Not thread-safe.
 */
public final class VCard21 {
    private static final Set<String> TEXT =
            Set.of("FN", "NOTE", "TITLE", "ROLE", "LABEL", "MAILER", "TEL", "EMAIL", "SORT-STRING");
    private static final Set<String> STRUCTURED = Set.of("N", "ADR", "ORG");

    /** What a backslash is written before: in 2.1 that is a semicolon alone, but some programs escape as in 3.0. */
    private static final String ESCAPED = "\\,;nN";

    /** Samsung's way to write a label of one's own: {@code X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,=E6=89=8B)}. */
    private static final String CUSTOM = "X-CUSTOM(CHARSET";

    private final VCardText card;
    private final String ending;
    private int labels;

    private VCard21(VCardText card) {
        this.card = card;
        this.ending = LineDraft.ending(card);
    }

    /**
     * The card as one of 3.0; the very array where it is of another version. What can't be read stays as it is, and is refused or not like that of any card.
     * Never throws; takes time in proportion to the card.
     */
    public static byte[] asVersion3(byte[] card) {
        VCardText text = VCardText.parse(card);
        if (!isVersion21(text)) {
            return card;
        }
        VCard21 old = new VCard21(inUtf8(text));
        ByteArrayOutputStream converted = new ByteArrayOutputStream(card.length + card.length / 8);
        VersionConversion.lines(old.card, VCardVersion.V3, Optional.empty(), old::converted).stream()
                .flatMap(CardLine::slices)
                .forEach(slice -> converted.write(slice.bytes(), slice.from(), slice.length()));
        return converted.toByteArray();
    }

    private static boolean isVersion21(VCardText card) {
        return card.lines("VERSION").stream()
                .findFirst()
                .filter(line -> line.text().strip().equals("2.1"))
                .isPresent();
    }

    /** Where it isn't already, and says in what it is written. */
    private static VCardText inUtf8(VCardText card) {
        byte[] bytes = card.bytes();
        return Utf8.isValid(bytes, 0, bytes.length)
                ? card
                : card.lines().stream()
                        .flatMap(line -> line.parameter("CHARSET").stream())
                        .findFirst()
                        .flatMap(charset -> decoded(bytes, charset))
                        .map(text -> VCardText.parse(text.getBytes(UTF_8)))
                        .orElse(card);
    }

    private static Optional<String> decoded(byte[] bytes, String charset) {
        try {
            return Optional.of(Charset.forName(charset)
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException | IllegalCharsetNameException | UnsupportedCharsetException unreadable) {
            return Optional.empty();
        }
    }

    private Stream<CardLine> converted(ContentLine line) {
        if (line.name().isEmpty()) {
            return Stream.of(CardLine.of(card, line));
        }
        LineDraft draft = new LineDraft(card, line, ending);
        if (draft.hasBareParameter()) {
            draft.touchHeader();
        }
        Optional<CardLine> label = label(draft);
        value(draft);
        return Stream.concat(Stream.of(draft.finish()), label.stream());
    }

    private static void value(LineDraft draft) {
        String raw = draft.rawValue();
        if (draft.has("ENCODING", "BASE64") || draft.has("ENCODING", "B")) {
            draft.set("ENCODING", "b");
            draft.value(raw.replaceAll("\\s", ""));
        } else if (raw.indexOf('\uFFFD') < 0) {
            draft.remove("CHARSET");
            draft.remove("ENCODING");
            String escaped = escaped(draft.name(), raw);
            if (draft.line().quotedPrintable() || !escaped.equals(raw)) {
                draft.value(escaped);
            }
        }
        if (draft.has("VALUE", "URL")) {
            draft.set("VALUE", "uri");
        }
    }

    /** In 2.1 a comma is no more than a comma, and only quoted-printable has line ends (§2.1.2). */
    private static String escaped(String name, String raw) {
        boolean text = TEXT.contains(name);
        boolean components = STRUCTURED.contains(name);
        StringBuilder value = new StringBuilder(raw.length() + 16);
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            char next = i + 1 < raw.length() ? raw.charAt(i + 1) : ' ';
            if (c == '\r' || c == '\n') {
                value.append("\\n");
                i += c == '\r' && next == '\n' ? 1 : 0;
            } else if (c == '\\' && (text || components)) {
                boolean escapes = ESCAPED.indexOf(next) >= 0;
                value.append(c).append(escapes ? next : c);
                i += escapes ? 1 : 0;
            } else {
                value.append(c == ',' && (text || components) || c == ';' && text ? "\\" : "")
                        .append(c);
            }
        }
        return value.toString();
    }

    /** As what clients know: the label of a group of lines. */
    private Optional<CardLine> label(LineDraft draft) {
        Optional<List<String>> custom = draft.line().parameters().stream()
                .filter(parameter -> parameter.name().equals(CUSTOM))
                .map(Parameter::values)
                .filter(values -> values.size() == 3)
                .findFirst();
        if (custom.isEmpty() || draft.line().group().isPresent()) {
            return Optional.empty();
        }
        byte[] written = custom.get().get(2).replaceFirst("\\)$", "").getBytes(UTF_8);
        Octets label = Octets.of(written, 0, written.length, true);
        do {
            labels++;
        } while (!card.group("item" + labels).isEmpty());
        draft.remove(CUSTOM);
        draft.group("item" + labels);
        return Optional.of(VersionConversion.line(
                "item" + labels + ".X-ABLabel",
                VersionConversion.escaped(new String(label.data(), 0, label.length(), UTF_8)),
                ending));
    }
}
