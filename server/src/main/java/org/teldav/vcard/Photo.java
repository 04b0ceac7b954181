package org.teldav.vcard;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.teldav.vcard.VCardText.ContentLine;

/**
 * A picture in a card that a browser may be shown: PNG, JPEG, GIF or WebP by its own first bytes, whatever the card calls it, and not large. SVG, which can hold
 * scripts, and addresses of pictures elsewhere, which would tell their owner who looks, are none.
 */
public record Photo(String mediaType, byte[] content) {
    /** In bytes. */
    static final int MOST = 500_000;

    /** In pixels, either way: what packs well may be huge when it is unpacked. */
    private static final int WIDEST = 4096;

    /** The first PHOTO that is one. */
    static Optional<Photo> of(VCardText card) {
        return card.lines("PHOTO").stream().flatMap(line -> of(line).stream()).findFirst();
    }

    private static Optional<Photo> of(ContentLine line) {
        if (line.valueEnd() - line.valueStart() > MOST * 3 / 2) {
            return Optional.empty();
        }
        try {
            byte[] content = Base64.getMimeDecoder().decode(base64(line));
            return Optional.of(content)
                    .filter(bytes -> bytes.length < MOST && !isHuge(bytes))
                    .flatMap(Photo::mediaType)
                    .map(type -> new Photo(type, content));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String base64(ContentLine line) {
        String value = line.rawValue();
        int comma = value.indexOf(',');
        boolean data = value.regionMatches(true, 0, "data:", 0, 5)
                && comma > 0
                && value.substring(0, comma).toLowerCase(Locale.ROOT).endsWith(";base64");
        if (data) {
            return value.substring(comma + 1);
        }
        boolean embedded = line.parameter("ENCODING").stream()
                .anyMatch(encoding -> encoding.equalsIgnoreCase("b") || encoding.equalsIgnoreCase("base64"));
        return embedded ? value : "";
    }

    private static Optional<String> mediaType(byte[] bytes) {
        if (has(bytes, 0, "\u0089PNG\r\n\u001A\n")) {
            return Optional.of("image/png");
        } else if (has(bytes, 0, "\u00FF\u00D8\u00FF")) {
            return Optional.of("image/jpeg");
        } else if (has(bytes, 0, "GIF8")) {
            return Optional.of("image/gif");
        }
        return has(bytes, 0, "RIFF") && has(bytes, 8, "WEBP") ? Optional.of("image/webp") : Optional.empty();
    }

    private static boolean has(byte[] bytes, int at, String text) {
        byte[] wanted = text.getBytes(StandardCharsets.ISO_8859_1);
        return bytes.length >= at + wanted.length
                && Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length);
    }

    /** PNG says its size in IHDR, GIF in its screen descriptor; the others can't be packed as well. */
    private static boolean isHuge(byte[] bytes) {
        if (bytes.length < 24) {
            return true;
        }
        if (has(bytes, 0, "GIF8")) {
            return (octet(bytes, 6) | octet(bytes, 7) << 8) > WIDEST
                    || (octet(bytes, 8) | octet(bytes, 9) << 8) > WIDEST;
        }
        return has(bytes, 0, "\u0089PNG") && (number(bytes, 16) > WIDEST || number(bytes, 20) > WIDEST);
    }

    private static long number(byte[] bytes, int at) {
        return (long) octet(bytes, at) << 24
                | octet(bytes, at + 1) << 16
                | octet(bytes, at + 2) << 8
                | octet(bytes, at + 3);
    }

    private static int octet(byte[] bytes, int at) {
        return bytes[at] & 0xFF;
    }

    /** For the {@code src} of an image. */
    public String dataUri() {
        return "data:" + mediaType + ";base64," + Base64.getEncoder().encodeToString(content);
    }
}
