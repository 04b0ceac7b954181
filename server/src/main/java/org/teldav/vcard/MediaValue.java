package org.teldav.vcard;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * PHOTO, LOGO, SOUND and KEY: {@code ENCODING=b} in version 3.0 (RFC 2426 §3.1.4), a {@code data:} URI in 4.0 (RFC 6350 §6.2.4). The base64 text is the same
 * in both, so it isn't read, and not copied where it is clean.
 */
final class MediaValue {
    static final Set<String> PROPERTIES = Set.of("PHOTO", "LOGO", "SOUND", "KEY");

    /** TYPEs that say something else than the format. */
    private static final Set<String> NO_FORMATS = Set.of("home", "work", "pref");

    private static final int LONGEST_PREFIX = 200;
    private static final int WIDTH = 74;

    private MediaValue() {}

    static void toVersion4(LineDraft line) {
        Optional<String> format = line.types().stream()
                .filter(type -> !NO_FORMATS.contains(type.toLowerCase(Locale.ROOT)))
                .findFirst();
        Optional<String> mediaType = format.map(type -> MediaFormat.mediaType(line.name(), type));
        format.ifPresent(type -> line.removeTypes(type::equalsIgnoreCase));
        if (line.has("ENCODING", "b") || line.has("ENCODING", "base64")) {
            Slice base64 = clean(line.stored());
            line.remove("ENCODING");
            line.remove("VALUE");
            String type = mediaType.orElseGet(() -> MediaFormat.mediaTypeOf(beginning(base64)));
            line.value("data:" + type + ";base64,", base64);
        } else if (line.name().equals("KEY") && !line.has("VALUE", "uri")) {
            line.set("VALUE", "text");
            mediaType.ifPresent(type -> line.set("MEDIATYPE", type));
        } else {
            mediaType.ifPresent(type -> line.set("MEDIATYPE", type));
        }
    }

    static void toVersion3(LineDraft line) {
        Slice stored = line.stored();
        int comma = comma(stored);
        if (line.has("VALUE", "text")) {
            mediaType(line);
        } else if (comma < 0) {
            line.set("VALUE", "uri");
            mediaType(line);
        } else {
            embedded(line, prefix(stored, comma), new Slice(stored.bytes(), comma + 1, stored.to()));
        }
    }

    private static void mediaType(LineDraft line) {
        line.parameter("MEDIATYPE").stream()
                .findFirst()
                .ifPresent(type -> line.addType(MediaFormat.type(line.name(), type)));
        line.remove("MEDIATYPE");
    }

    private static void embedded(LineDraft line, String prefix, Slice data) {
        boolean base64 = prefix.toLowerCase(Locale.ROOT).endsWith(";base64");
        String mediaType = base64 ? prefix.substring(0, prefix.length() - ";base64".length()) : prefix;
        line.remove("VALUE");
        line.remove("MEDIATYPE");
        line.set("ENCODING", "b");
        if (!mediaType.isBlank()) {
            line.addType(MediaFormat.type(line.name(), mediaType));
        }
        line.value("", base64 ? clean(data) : encoded(data));
    }

    /** RFC 2397: what isn't base64 is percent-encoded. */
    private static Slice encoded(Slice data) {
        String text = new String(ValueText.unfold(data.bytes(), data.from(), data.to()), UTF_8);
        byte[] base64 = Base64.getEncoder().encode(percentDecoded(text));
        return new Slice(base64, 0, base64.length);
    }

    /** Where a {@code data:} URI's comma stands, or -1 where it is no such URI. */
    private static int comma(Slice value) {
        int last = Math.min(value.to(), value.from() + LONGEST_PREFIX);
        for (int i = value.from(); i < last; i++) {
            if (value.bytes()[i] == ',') {
                return new String(ValueText.unfold(value.bytes(), value.from(), i), ISO_8859_1)
                                .regionMatches(true, 0, "data:", 0, 5)
                        ? i
                        : -1;
            }
        }
        return -1;
    }

    /** What stands between {@code data:} and the comma. Some clients escape semicolon and comma in it. */
    private static String prefix(Slice value, int comma) {
        String prefix = new String(ValueText.unfold(value.bytes(), value.from(), comma), ISO_8859_1);
        return prefix.substring("data:".length()).replace("\\", "");
    }

    private static String beginning(Slice base64) {
        int end = Math.min(base64.to(), base64.from() + 16);
        return new String(base64.bytes(), base64.from(), end - base64.from(), ISO_8859_1).strip();
    }

    /** The same range where nothing but base64 and proper folds stand in it, else without what doesn't belong there. */
    private static Slice clean(Slice base64) {
        byte[] bytes = base64.bytes();
        for (int i = base64.from(); i < base64.to(); i++) {
            if (!isBase64(bytes[i])) {
                int fold = fold(bytes, i, base64.to());
                if (fold == 0) {
                    return cleaned(base64);
                }
                i += fold - 1;
            }
        }
        return base64;
    }

    /** How many bytes of a fold stand here, behind which base64 goes on. */
    private static int fold(byte[] bytes, int at, int end) {
        int i = bytes[at] == '\r' ? at + 1 : at;
        boolean fold = i + 1 < end && bytes[i] == '\n' && ValueText.isBlank(bytes[i + 1]);
        return fold ? i + 2 - at : 0;
    }

    /** In one pass, as a photo of megabytes may come here: macOS folds with two blanks. */
    private static Slice cleaned(Slice base64) {
        byte[] bytes = base64.bytes();
        byte[] cleaned = new byte[base64.length() + base64.length() / WIDTH * 3 + 3];
        int length = 0;
        int column = 0;
        for (int i = base64.from(); i < base64.to(); i++) {
            int escaped = escaped(bytes, i, base64.to());
            byte b = escaped < 0 ? bytes[i] : (byte) escaped;
            i += escaped < 0 ? 0 : 2;
            if (!isBase64(b)) {
                continue;
            }
            if (column == WIDTH) {
                cleaned[length++] = '\r';
                cleaned[length++] = '\n';
                cleaned[length++] = ' ';
                column = 0;
            }
            cleaned[length++] = b;
            column++;
        }
        return new Slice(cleaned, 0, length);
    }

    /** What {@code %2B} means, or -1 where no such escape stands. */
    private static int escaped(byte[] bytes, int at, int end) {
        int high = bytes[at] == '%' && at + 2 < end ? Character.digit(bytes[at + 1], 16) : -1;
        int low = high >= 0 ? Character.digit(bytes[at + 2], 16) : -1;
        return low >= 0 ? high * 16 + low : -1;
    }

    private static boolean isBase64(byte b) {
        return b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b == '+' || b == '/' || b == '=';
    }

    private static byte[] percentDecoded(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int escaped = escaped(bytes, i, bytes.length);
            decoded.write(escaped < 0 ? bytes[i] : escaped);
            i += escaped < 0 ? 0 : 2;
        }
        return decoded.toByteArray();
    }
}
