package org.teldav.vcard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Seeded cards in all manners of lines, groups, folds, endings and photos. */
final class RandomCards {
    /** @param number what the number in it is, as text; null in parts that a rewrite must leave alone */
    record Part(byte[] bytes, @Nullable String number) {}

    record Card(List<Part> parts) {
        byte[] bytes() {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            parts.forEach(part -> all.writeBytes(part.bytes()));
            return all.toByteArray();
        }
    }

    private static final String[] NOISE = {
        "N:Liddell;Alice;Pleasance;;",
        "NOTE:Öl\\, Käse\\; Brot\\n\\\\ und 電話 (415) 555-0100 😀 und noch mehr davon\\, bis es lang genug ist",
        "X-TEL:+14155550100",
        "item7.X-ABLabel:_$!<Mobile>!$_",
        "X-FOO;X-BAR=\"a:b;c,d\";X-BAZ=^n^'^^:tel:+14155550100",
        "categories:A,b,C",
        "EMAIL;TYPE=INTERNET:Alice@Example.org",
        "URL:http\\://example.org/?tel=+14155550100",
        "ADR;type=HOME:;;1 Main St;Springfield;IL;62701;USA",
        "X-EMPTY:",
        "BDAY;value=date:1985-04-12",
        "REV:2026-11-01T10:00:00Z(7)",
    };

    private static final String[] HEADERS = {
        "TEL:",
        "TEL;TYPE=CELL:",
        "tel;type=CELL;type=pref:",
        "item1.TEL:",
        "ITEM2.Tel;TYPE=\"cell,voice\";PREF=1:",
        "TEL;CELL;X-VERY-LONG-PARAMETER=\"with: a; quoted, value that fills the line\":",
        "a.b.TEL;VALUE=TEXT:"
    };

    private final Random random;
    private final boolean folds;
    private String ending = "\r\n";

    RandomCards(Random random, boolean folds) {
        this.random = random;
        this.folds = folds;
    }

    /** @param numbers texts, each of which gets a TEL of its own */
    Card card(List<String> numbers) {
        List<Part> parts = new ArrayList<>();
        int kind = random.nextInt(3);
        ending = kind == 0 ? "\n" : "\r\n";
        other(parts, (random.nextInt(10) == 0 ? "\uFEFF" : "") + "BEGIN:VCARD" + ending);
        other(
                parts,
                "VERSION:" + (random.nextBoolean() ? "3.0" : "4.0") + ending + "UID:u-1" + ending + "FN:x" + ending);
        for (String number : numbers) {
            for (int i = random.nextInt(4); i > 0; i--) {
                noise(parts, kind == 2);
            }
            tel(parts, number);
        }
        noise(parts, kind == 2);
        other(parts, "END:VCARD" + (random.nextInt(5) == 0 ? "" : ending));
        return new Card(parts);
    }

    private void noise(List<Part> parts, boolean mixed) {
        if (mixed) {
            ending = random.nextBoolean() ? "\n" : "\r\n";
        }
        if (random.nextInt(6) == 0) {
            byte[] photo = new byte[random.nextInt(3000)];
            random.nextBytes(photo);
            String base64 = Base64.getEncoder().encodeToString(photo);
            parts.add(new Part(folded("PHOTO;ENCODING=b;TYPE=JPEG:" + base64, 72, true), null));
            other(parts, ending);
        } else if (random.nextInt(12) == 0) {
            other(parts, ending);
        } else {
            parts.add(new Part(folded(NOISE[random.nextInt(NOISE.length)], 1 + random.nextInt(60), false), null));
            other(parts, ending);
        }
    }

    private void tel(List<Part> parts, String number) {
        String header = HEADERS[random.nextInt(HEADERS.length)];
        other(parts, header + (random.nextInt(8) == 0 ? " " : ""));
        boolean uri = number.startsWith("tel:");
        parts.add(new Part(
                folds && random.nextBoolean() ? folded(number, 1 + random.nextInt(9), true) : number.getBytes(UTF_8),
                number));
        other(parts, (!uri && random.nextInt(4) == 0 ? " (für daheim\\, 電話)" : "") + ending);
    }

    private static void other(List<Part> parts, String text) {
        parts.add(new Part(text.getBytes(UTF_8), null));
    }

    /** Cuts at octets, as old clients do: also in the midst of a UTF-8 sequence. */
    private byte[] folded(String text, int width, boolean always) {
        byte[] bytes = text.getBytes(UTF_8);
        if (!always && !(folds && random.nextInt(3) == 0)) {
            return bytes;
        }
        ByteArrayOutputStream folded = new ByteArrayOutputStream();
        for (int at = 0; at < bytes.length; at += width) {
            if (at > 0) {
                folded.writeBytes((ending + (random.nextInt(4) == 0 ? "\t" : " ")).getBytes(UTF_8));
            }
            folded.write(bytes, at, Math.min(width, bytes.length - at));
        }
        return folded.toByteArray();
    }
}
