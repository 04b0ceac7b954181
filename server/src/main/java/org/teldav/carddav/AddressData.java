package org.teldav.carddav;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.teldav.dav.DavException;
import org.teldav.dav.Precondition;
import org.teldav.dav.Xml;
import org.teldav.dav.XmlElement;
import org.teldav.vcard.CardLine;
import org.teldav.vcard.Slice;
import org.teldav.vcard.VCardText;
import org.teldav.vcard.VCardVersion;
import org.teldav.vcard.VersionConversion;

/** What of a card is to be answered (RFC 6352 §10.4). Immutable. */
public final class AddressData {
    /** Without them it would be no card that a client could read. What else the media type requires the client has to ask for (RFC 6352 §10.4). */
    private static final Set<String> ALWAYS = Set.of("BEGIN", "VERSION", "END");

    private final Optional<VCardVersion> version;
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
    public Optional<VCardVersion> version() {
        return version;
    }

    /**
     * Of the card what was asked for, in its order: content lines byte for byte, unless a version was asked for that writes them otherwise. Nothing large is
     * copied.
     *
     * <p>RFC 6352 §10.4.2: a name without a group finds the property in any group or none, and a property whose value isn't wanted ends with the colon.
     *
     * @return empty where a version was asked for and the card can't be converted
     */
    public Optional<List<Slice>> of(byte[] card) {
        Optional<List<Slice>> all = Optional.of(List.of(new Slice(card, 0, card.length)));
        if (whole && version.isEmpty()) {
            return all;
        }
        VCardText text = VCardText.parse(card);
        if (version.isEmpty()) {
            return Optional.of(selected(
                    text.lines().stream().map(line -> CardLine.of(text, line)).toList()));
        }
        return whole && VCardVersion.of(text).equals(version)
                ? all
                : VersionConversion.of(text, version.get()).map(this::selected);
    }

    private List<Slice> selected(List<CardLine> lines) {
        return lines.stream()
                .flatMap(line -> {
                    if (whole || ALWAYS.contains(line.name()) || named(values, line)) {
                        return line.slices();
                    }
                    return named(names, line) ? line.slicesWithoutValue() : Stream.empty();
                })
                .toList();
    }

    private static boolean named(Set<PropertyName> wanted, CardLine line) {
        return wanted.contains(new PropertyName(Optional.empty(), line.name()))
                || line.group().isPresent()
                        && wanted.contains(new PropertyName(
                                line.group().map(group -> group.toUpperCase(Locale.ROOT)), line.name()));
    }

    private static Optional<VCardVersion> version(XmlElement element) {
        String type = element.attribute("content-type").orElse("text/vcard");
        int parameters = type.indexOf(';');
        String bare = (parameters < 0 ? type : type.substring(0, parameters)).strip();
        if (!bare.equalsIgnoreCase("text/vcard")) {
            throw unsupported("the content-type " + Quoted.of(type));
        }
        return element.attribute("version")
                .map(String::strip)
                .map(version -> VCardVersion.of(version)
                        .orElseThrow(() -> unsupported("the vCard version " + Quoted.of(version))));
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
