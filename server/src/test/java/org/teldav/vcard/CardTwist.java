package org.teldav.vcard;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.Random;

/** What clients and those who edit files by hand make of a card that means the same. */
enum CardTwist {
    AS_WRITTEN {
        @Override
        CorpusCard of(CorpusCard card, Random random) {
            return card;
        }
    },
    LINE_FEEDS_ONLY {
        @Override
        CorpusCard of(CorpusCard card, Random random) {
            return replaced(card, "\r\n", "\n");
        }
    },
    TABS_AFTER_FOLDS {
        @Override
        CorpusCard of(CorpusCard card, Random random) {
            return replaced(card, "\n ", "\n\t");
        }
    },
    NUMBER_FOLDED {
        @Override
        CorpusCard of(CorpusCard card, Random random) {
            String number = text(card.number());
            if (number.contains("=")) {
                return card;
            }
            int at = 1 + random.nextInt(number.length() - 1);
            String fold = ending(card) + (random.nextBoolean() ? " " : "\t");
            return card.with(
                    "folded at " + at,
                    card.before(),
                    bytes(number.substring(0, at) + fold + number.substring(at)),
                    card.after());
        }
    },
    LOWER_CASE {
        @Override
        CorpusCard of(CorpusCard card, Random random) {
            return header(card, header(card).toLowerCase(Locale.ROOT));
        }
    },
    QUOTED_TYPES {
        @Override
        CorpusCard of(CorpusCard card, Random random) {
            return header(card, header(card).replaceAll("(?i)(type=)([a-z]+)(?=[;:])", "$1\"$2\""));
        }
    },
    ODD_PARAMETERS {
        @Override
        CorpusCard of(CorpusCard card, Random random) {
            String header = header(card);
            int colon = header.lastIndexOf(':');
            return header(
                    card, header.substring(0, colon) + ";X-A=\"b:c;d\";X-E=^n^'^^;x-f=" + header.substring(colon));
        }
    },
    NARROW_LINES {
        @Override
        CorpusCard of(CorpusCard card, Random random) {
            if (text(card.bytes()).matches("(?s).*(QUOTED-PRINTABLE|BASE64).*")) {
                return card;
            }
            int width = 15 + random.nextInt(50);
            byte[] fold = bytes(ending(card) + " ");
            int line = text(card.before()).lastIndexOf('\n') + 1;
            byte[] before = narrow(text(card.before()).substring(0, line), width, fold);
            byte[] header = bytes(text(card.before()).substring(line));
            return card.with(
                    "lines of " + width,
                    joined(before, header),
                    card.number(),
                    narrow(text(card.after()), width, fold));
        }
    },
    BYTE_ORDER_MARK {
        @Override
        CorpusCard of(CorpusCard card, Random random) {
            byte[] mark = "\uFEFF".getBytes(UTF_8);
            return card.before()[0] == mark[0]
                    ? card
                    : card.with("BOM", joined(mark, card.before()), card.number(), card.after());
        }
    },
    NO_LAST_LINE_END {
        @Override
        CorpusCard of(CorpusCard card, Random random) {
            return card.with(
                    "no last line end",
                    card.before(),
                    card.number(),
                    bytes(text(card.after()).stripTrailing()));
        }
    },
    BLANK_BEFORE_THE_NUMBER {
        @Override
        CorpusCard of(CorpusCard card, Random random) {
            return header(card, header(card) + " ");
        }
    };

    /** The card, changed; or itself where that would make another card of it. */
    abstract CorpusCard of(CorpusCard card, Random random);

    CorpusCard replaced(CorpusCard card, String from, String to) {
        return card.with(
                name(),
                bytes(text(card.before()).replace(from, to)),
                bytes(text(card.number()).replace(from, to)),
                bytes(text(card.after()).replace(from, to)));
    }

    /** The physical line of the number up to its colon. */
    static String header(CorpusCard card) {
        String before = text(card.before());
        return before.substring(before.lastIndexOf('\n') + 1);
    }

    CorpusCard header(CorpusCard card, String other) {
        String before = text(card.before());
        return card.with(
                name(), bytes(before.substring(0, before.lastIndexOf('\n') + 1) + other), card.number(), card.after());
    }

    /** Cuts at octets, as old clients do: also in the midst of a UTF-8 sequence. */
    private static byte[] narrow(String text, int width, byte[] fold) {
        ByteArrayOutputStream narrow = new ByteArrayOutputStream();
        int column = 0;
        for (byte b : bytes(text)) {
            if (column == width && b != '\r' && b != '\n') {
                narrow.writeBytes(fold);
                column = 1;
            }
            narrow.write(b);
            column = b == '\n' ? 0 : column + 1;
        }
        return narrow.toByteArray();
    }

    static String ending(CorpusCard card) {
        return text(card.bytes()).contains("\r\n") ? "\r\n" : "\n";
    }

    static byte[] joined(byte[] first, byte[] second) {
        return bytes(text(first) + text(second));
    }

    static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
