package org.teldav.bench;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * The vCards (3.0, RFC 2426) that the book is filled with: the same seed gives the same cards. Each has a number of its own in
 * the first 10,000 cards, all in ranges kept free for fiction. Immutable, thread-safe.
 *
 * @param bytes about how long a card is
 */
record Cards(long seed, int count, int bytes) {

    private static final String UID = "teldav-bench-";
    private static final Scan UID_SCAN = new Scan(UID);
    private static final int DIGITS = 12;
    private static final byte[] COUNTER = "\r\nNOTE:change ".getBytes(StandardCharsets.US_ASCII);
    private static final String[] AREAS =
            ("201 202 203 205 206 207 208 209 210 212 213 214 215 216 217 218 219 224 225 228"
                            + " 229 231 234 239 240 248 251 252 253 254 256 260 262 267 269 270 276 281 301 302"
                            + " 303 304 305 307 308 309 310 312 313 314 315 316 317 318 319 320 321 323 330 334"
                            + " 336 337 347 351 352 360 361 386 401 402 404 405 406 407 408 409 410 412 413 414"
                            + " 415 417 419 423 425 432 434 435 440 443 469 478 479 480 484 501 502 503 504 505")
                    .split(" ");
    private static final int NUMBERS = AREAS.length * 100;
    private static final String[] NAMES =
            ("Ada Alan Barbara Claude Dennis Edsger Frances Grace Hedy Ida John Karen Leslie"
                            + " Margaret Niklaus Olga Peter Radia Sophie Tony Ursula Vint Whitfield Yukihiro")
                    .split(" ");
    private static final String[] FAMILIES =
            "Abel Bauer Costa Dubois Eriksen Fischer Garcia Hansen Ivanov Jensen Kowalski Lang Moreau Novak Okafor Peters"
                    .split(" ");
    private static final String[] WORDS =
            "met at the conference in spring and likes tea more than coffee asks to be called after six".split(" ");

    /** The last part of a card's path: of letters that no server writes in another way. */
    String name(int index) {
        return "bench-%06d.vcf".formatted(index);
    }

    String uid(int index) {
        return UID + "%06d".formatted(index);
    }

    /** Whether this card's UID is the first in the answer; without a table for each of the cards. */
    static boolean isCard(int index, Answer answer) {
        int at = UID_SCAN.next(answer.body(), 0, answer.length());
        int last = at + UID.length() + 5;
        if (at < 0 || last >= answer.length()) {
            return false;
        }
        int rest = index;
        for (int i = last; i > last - 6; i--) {
            if (answer.body()[i] != '0' + rest % 10) {
                return false;
            }
            rest /= 10;
        }
        return true;
    }

    /** A part of the card's number as it stands in the card, which no card with another number holds. */
    String phone(int index) {
        int number = index % NUMBERS;
        return "%s 555-01%02d".formatted(AREAS[number / 100], number % 100);
    }

    /** How many cards hold this card's number. */
    int holders(int index) {
        return (count - 1 - index % NUMBERS) / NUMBERS + 1;
    }

    /** The card after this many changes: only the digits in its note differ. */
    byte[] card(int index, long change) {
        SplittableRandom random = new SplittableRandom(seed * 31 + index);
        String given = NAMES[random.nextInt(NAMES.length)];
        String family = FAMILIES[random.nextInt(FAMILIES.length)];
        StringBuilder card = new StringBuilder(bytes + 200)
                .append("BEGIN:VCARD\r\nVERSION:3.0\r\nPRODID:-//TelDAV//bench//EN\r\nUID:")
                .append(uid(index))
                .append("\r\nN:" + family + ';' + given + " " + index + ";;;\r\nFN:" + given + ' ' + index + ' '
                        + family)
                .append("\r\nORG:Example " + family + " Ltd;Department " + random.nextInt(100))
                .append("\r\nTITLE:Engineer\r\nTEL;TYPE=CELL:+1 " + phone(index))
                .append("\r\nTEL;TYPE=WORK:+44 7700 900%03d".formatted(random.nextInt(1000)))
                .append("\r\nEMAIL;TYPE=INTERNET:" + given.toLowerCase() + '.' + index + "@example.com")
                .append("\r\nADR;TYPE=HOME:;;" + (1 + random.nextInt(200)) + " Main Street;Springfield;;"
                        + (10_000 + index) + ";Exampleland")
                .append("\r\nBDAY:19%02d-%02d-%02d"
                        .formatted(random.nextInt(100), 1 + random.nextInt(12), 1 + random.nextInt(28)));
        card.append(note(random, change, bytes - card.length() - 13)).append("\r\nEND:VCARD\r\n");
        return card.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** The line before it ended without a line break, so this begins with one; folded at 75 octets (RFC 2426 §2.6). */
    private static String note(SplittableRandom random, long change, int length) {
        StringBuilder note = new StringBuilder("\r\nNOTE:change " + digits(change));
        int lineStart = 2;
        while (note.length() < length) {
            if (note.length() - lineStart > 60) {
                note.append("\r\n ");
                lineStart = note.length() - 1;
            }
            note.append(' ').append(WORDS[random.nextInt(WORDS.length)]);
        }
        return note.toString();
    }

    /** What a server that kept the card after this change must answer with. */
    static String note(long change) {
        return "NOTE:change " + digits(change);
    }

    private static String digits(long change) {
        return "%012d".formatted(change);
    }

    /** Where the digits of the change begin in a request or a card. */
    static int counterAt(byte[] bytes) {
        return new Scan(new String(COUNTER, StandardCharsets.US_ASCII)).next(bytes, 0, bytes.length) + COUNTER.length;
    }

    /** Writes the change's number in its place. */
    static void count(byte[] bytes, int at, long change) {
        long rest = change;
        for (int i = at + DIGITS - 1; i >= at; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
