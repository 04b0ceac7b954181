package org.teldav.vcard;

import ezvcard.VCardDataType;
import ezvcard.io.ParseContext;
import ezvcard.io.scribe.BirthdayScribe;
import ezvcard.io.scribe.GeoScribe;
import ezvcard.io.scribe.RevisionScribe;
import ezvcard.io.scribe.TelephoneScribe;
import ezvcard.io.scribe.TimezoneScribe;
import ezvcard.io.scribe.VCardPropertyScribe;
import ezvcard.io.text.WriteContext;
import ezvcard.parameter.VCardParameters;
import ezvcard.property.Telephone;
import ezvcard.property.VCardProperty;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A value that the other version writes otherwise, by ez-vcard's scribes: they know dates, times, places, zones and {@code tel:} URIs.
 *
 * @param text escaped as it has to be
 * @param type for the VALUE parameter; empty where it is the version's default
 */
record ConvertedValue(String text, Optional<String> type) {
    private static final Map<String, VCardPropertyScribe<?>> SCRIBES = Map.of(
            "TEL", new TelephoneScribe(),
            "GEO", new GeoScribe(),
            "TZ", new TimezoneScribe(),
            "BDAY", new BirthdayScribe(),
            "REV", new RevisionScribe());

    private static final Set<String> DATES = Set.of("BDAY", "REV");
    /** ez-vcard writes 0000-04-12 as a day of the year 0001, and 0985-04 with three digits. */
    private static final Pattern EARLY = Pattern.compile("0\\d{3}");

    /** Empty where ez-vcard doesn't know better than what stands there: many clients write values that are in no RFC. */
    static Optional<ConvertedValue> of(LineDraft line, VCardVersion from, VCardVersion to) {
        String value = line.rawValue().strip();
        boolean early = DATES.contains(line.name()) && EARLY.matcher(value).lookingAt();
        String asked = early ? "2" + value.substring(1) : value;
        return Optional.ofNullable(SCRIBES.get(line.name()))
                .flatMap(scribe -> by(scribe, line, asked, ez(from), ez(to)))
                .filter(ConvertedValue::isReadable)
                .flatMap(converted -> early ? converted.earlier() : Optional.of(converted));
    }

    /** Two thousand years before: the years that leap are the same ones. */
    private Optional<ConvertedValue> earlier() {
        return text.startsWith("2") ? Optional.of(new ConvertedValue("0" + text.substring(1), type)) : Optional.empty();
    }

    /** Whether it can stand in a line: of what was encoded there may come line ends, which no scribe escapes, and what is no UTF-8. */
    private boolean isReadable() {
        return text.chars().noneMatch(c -> Character.isISOControl(c) && c != '\t' || c == '\uFFFD');
    }

    private static <T extends VCardProperty> Optional<ConvertedValue> by(
            VCardPropertyScribe<T> scribe,
            LineDraft line,
            String value,
            ezvcard.VCardVersion from,
            ezvcard.VCardVersion to) {
        VCardParameters parameters = new VCardParameters();
        line.line()
                .parameters()
                .forEach(parameter -> parameter.values().forEach(given -> parameters.put(parameter.name(), given)));
        ParseContext context = new ParseContext();
        context.setVersion(from);
        try {
            VCardDataType given = parameters.getValue();
            VCardDataType type = given == null ? scribe.defaultDataType(from) : given;
            T property = scribe.parseText(value, type, parameters, context);
            if (property instanceof Telephone telephone && telephone.getUri() != null) {
                if (isPrivate(telephone.getUri())) {
                    return Optional.empty();
                }
                telephone.setText(text(telephone.getUri()));
            }
            String text = scribe.writeText(property, new WriteContext(to, null, false));
            if (text.isBlank() || !context.getWarnings().isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new ConvertedValue(text, type(scribe, property, to)));
        } catch (RuntimeException unreadable) {
            // Besides its own exception a scribe lets through those of what it calls: a zone of 42 hours is a
            // DateTimeException.
            return Optional.empty();
        }
    }

    /** Of somebody's own numbering plan, which no text names. */
    private static boolean isPrivate(ezvcard.util.TelUri uri) {
        return uri.getPhoneContext() != null && !TelUri.isGlobalPrefix(uri.getPhoneContext());
    }

    /** As ez-vcard writes it, which leaves the number as it is encoded in the URI, but not the extension, and out what stands before a local number. */
    private static String text(ezvcard.util.TelUri uri) {
        String number = TelUri.percentDecoded(uri.getNumber());
        boolean local = uri.getPhoneContext() != null && !TelCharacters.hasPlus(number);
        String whole = local ? uri.getPhoneContext() + "-" + number : number;
        return uri.getExtension() == null ? whole : whole + " x" + uri.getExtension();
    }

    private static <T extends VCardProperty> Optional<String> type(
            VCardPropertyScribe<T> scribe, T property, ezvcard.VCardVersion to) {
        return Optional.ofNullable(scribe.dataType(property, to))
                .filter(type -> !type.equals(scribe.defaultDataType(to)))
                .map(type -> type.getName().toLowerCase(Locale.ROOT));
    }

    private static ezvcard.VCardVersion ez(VCardVersion version) {
        return version == VCardVersion.V3 ? ezvcard.VCardVersion.V3_0 : ezvcard.VCardVersion.V4_0;
    }
}
