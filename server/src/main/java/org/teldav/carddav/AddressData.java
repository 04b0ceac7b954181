package org.teldav.carddav;

import java.io.ByteArrayOutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.teldav.dav.DavException;
import org.teldav.dav.Precondition;
import org.teldav.dav.Xml;
import org.teldav.dav.XmlElement;
import org.teldav.vcard.VCardText;
import org.teldav.vcard.VCardText.ContentLine;

/** What of a card is to be answered (RFC 6352 §10.4). Immutable. */
public final class AddressData {
    private static final Set<String> VERSIONS = Set.of("3.0", "4.0");
    /** Without them it would be no card that a client could read. What else the media type requires the client has to ask for (RFC 6352 §10.4). */
    private static final Set<String> ALWAYS = Set.of("BEGIN", "VERSION", "END");

    private final Optional<String> version;
    private final boolean whole;
    private final Set<PropertyName> values = new HashSet<>();
    private final Set<PropertyName> names = new HashSet<>();

    private AddressData(XmlElement element) {
        version = version(element);
        List<XmlElement> props = element.children(Xml.carddav("prop"));
        whole = props.isEmpty() || element.child(Xml.carddav("allprop")).isPresent();
        for (XmlElement prop : props) {
            (noValue(prop) ? names : values).add(PropertyName.of(prop));
        }
    }

    /**
     * Reads {@code CARDDAV:address-data} of a request.
     *
     * @throws DavException 403 supported-address-data for a format that cards aren't kept in, 400 where a prop has no name
     */
    public static AddressData parse(XmlElement addressData) {
        return new AddressData(addressData);
    }

    /**
     * The version that was asked for. Empty where none was: then a card is wanted in its own. (The RFC's default is 3.0; but clients that never name a
     * version store cards of 4.0 themselves and read them back.)
     */
    public Optional<String> version() {
        return version;
    }

    /** Whether the card has to be converted before it may be answered: a version was asked for, and the card says that it is of another. */
    public boolean needsConversion(byte[] card) {
        return version.isPresent()
                && VCardText.parse(card).lines().stream()
                        .filter(line -> line.name().equals("VERSION"))
                        .findFirst()
                        .filter(line -> !line.text().strip().equals(version.get()))
                        .isPresent();
    }

    /**
     * Of the card the content lines that were asked for, byte for byte and in their order; or all of it, the same array, where all was asked for.
     *
     * <p>RFC 6352 §10.4.2: a name without a group finds the property in any group or none, and a property whose value isn't wanted ends with the colon.
     */
    public byte[] select(byte[] card) {
        if (whole) {
            return card;
        }
        ByteArrayOutputStream selected = new ByteArrayOutputStream();
        for (ContentLine line : VCardText.parse(card).lines()) {
            if (ALWAYS.contains(line.name()) || named(values, line)) {
                selected.write(card, line.start(), line.end() - line.start());
            } else if (named(names, line)) {
                selected.write(card, line.start(), line.valueStart() - line.start());
                selected.write(card, line.valueEnd(), line.end() - line.valueEnd());
            }
        }
        return selected.toByteArray();
    }

    private static boolean named(Set<PropertyName> wanted, ContentLine line) {
        return wanted.contains(new PropertyName(Optional.empty(), line.name()))
                || line.group().isPresent()
                        && wanted.contains(new PropertyName(
                                line.group().map(group -> group.toUpperCase(Locale.ROOT)), line.name()));
    }

    private static Optional<String> version(XmlElement element) {
        String type = element.attribute("content-type").orElse("text/vcard");
        int parameters = type.indexOf(';');
        String bare = (parameters < 0 ? type : type.substring(0, parameters)).strip();
        if (!bare.equalsIgnoreCase("text/vcard")) {
            throw unsupported("the content-type " + Quoted.of(type));
        }
        Optional<String> version = element.attribute("version").map(String::strip);
        if (version.isPresent() && !VERSIONS.contains(version.get())) {
            throw unsupported("the vCard version " + Quoted.of(version.get()));
        }
        return version;
    }

    private static DavException unsupported(String what) {
        return new DavException(Precondition.SUPPORTED_ADDRESS_DATA, what + " is not kept here");
    }

    private static boolean noValue(XmlElement prop) {
        String value = prop.attribute("novalue").orElse("no");
        return switch (value) {
            case "yes" -> true;
            case "no" -> false;
            default -> throw DavException.badRequest("novalue is yes or no, not " + Quoted.of(value));
        };
    }
}
