package org.teldav.carddav;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.teldav.dav.DavException;
import org.teldav.dav.Precondition;
import org.teldav.vcard.CardLine;
import org.teldav.vcard.Slice;
import org.teldav.vcard.VCardText;
import org.teldav.vcard.VCardVersion;
import org.teldav.vcard.VersionConversion;

/**
 * Which version of a card an Accept header asks for: {@code text/vcard; version=4.0} (RFC 6352 §5.1.1, RFC 6350 §10.1, RFC 9110 §12.5.1). A header that names
 * no version of a vCard asks for none, and gets the card as it is. Immutable.
 */
final class AcceptedVersion {
    private static final Pattern PARAMETER = Pattern.compile("([^=\\s]+)\\s*=\\s*\"?([^\"]*)\"?");

    private final List<Range> ranges;

    private AcceptedVersion(List<Range> ranges) {
        this.ranges = ranges;
    }

    /** @param version empty where the range is for any */
    private record Range(String type, Optional<String> version, double quality) {
        boolean matches(VCardVersion wanted) {
            boolean vcard = type.equals("text/vcard") || type.equals("text/*") || type.equals("*/*");
            return vcard && version.map(wanted.number()::equals).orElse(true);
        }

        /** RFC 9110 §12.5.1: the most specific range counts. */
        int precision() {
            return version.isPresent() ? 3 : type.equals("text/vcard") ? 2 : type.equals("text/*") ? 1 : 0;
        }
    }

    /** A card in another version than its own. */
    @SuppressWarnings("ArrayRecordComponent")
    record Converted(VCardVersion version, byte[] content) {}

    /** What can't be read in the header is passed over. */
    static AcceptedVersion of(String accept) {
        List<Range> ranges = new ArrayList<>();
        if (accept.toLowerCase(Locale.ROOT).contains("version")) {
            for (String element : accept.split(",")) {
                ranges.add(range(element));
            }
        }
        return new AcceptedVersion(ranges);
    }

    private static Range range(String element) {
        String[] parts = element.split(";");
        Optional<String> version = Optional.empty();
        double quality = 1;
        for (int i = 1; i < parts.length; i++) {
            Matcher parameter = PARAMETER.matcher(parts[i].strip());
            if (parameter.matches()) {
                String name = parameter.group(1).toLowerCase(Locale.ROOT);
                String value = parameter.group(2).strip();
                version = name.equals("version") ? Optional.of(value) : version;
                quality =
                        name.equals("q") && value.matches("[01](\\.[0-9]{0,3})?") ? Double.parseDouble(value) : quality;
            }
        }
        String type = parts.length == 0 ? "" : parts[0].strip().toLowerCase(Locale.ROOT);
        return new Range(type, version, quality);
    }

    /** Whether no version is named, so that the card need not be looked at. */
    boolean isAny() {
        return ranges.stream().noneMatch(range -> range.version().isPresent());
    }

    /**
     * The card as it is asked for; empty where that is as it is.
     *
     * @throws DavException 406 supported-address-data-conversion where it is asked for only in a way that it can't be given
     */
    Optional<Converted> in(byte[] content) {
        if (isAny()) {
            return Optional.empty();
        }
        VCardText card = VCardText.parse(content);
        Optional<VCardVersion> stored = VCardVersion.of(card);
        double asItIs = stored.map(this::quality).orElse(0.0);
        for (VCardVersion other : VCardVersion.values()) {
            if (stored.isPresent() && stored.get() != other && quality(other) > asItIs) {
                return VersionConversion.of(card, other).map(lines -> new Converted(other, bytes(lines)));
            }
        }
        if (asItIs == 0) {
            throw new DavException(
                    Precondition.SUPPORTED_ADDRESS_DATA_CONVERSION, "this card can be had as vCard 3.0 and 4.0 only");
        }
        return Optional.empty();
    }

    private double quality(VCardVersion version) {
        int precision = -1;
        double quality = 0;
        for (Range range : ranges) {
            if (range.matches(version) && range.precision() > precision) {
                precision = range.precision();
                quality = range.quality();
            }
        }
        return quality;
    }

    private static byte[] bytes(List<CardLine> lines) {
        List<Slice> slices = lines.stream().flatMap(CardLine::slices).toList();
        byte[] bytes = new byte[slices.stream().mapToInt(Slice::length).sum()];
        int at = 0;
        for (Slice slice : slices) {
            System.arraycopy(slice.bytes(), slice.from(), bytes, at, slice.length());
            at += slice.length();
        }
        return bytes;
    }
}
