package org.teldav.carddav;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.teldav.dav.XmlElement;
import org.teldav.dav.XmlRequest;
import org.teldav.vcard.Slice;
import org.teldav.vcard.VCardText;

/** Requests from files and from strings. The prefixes C and D are declared. */
final class Requests {
    private Requests() {}

    static XmlElement file(String name) {
        try (InputStream in = Objects.requireNonNull(Requests.class.getResourceAsStream(name), name)) {
            return XmlRequest.parse(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static XmlElement xml(String element) {
        String root = "<r xmlns:C='urn:ietf:params:xml:ns:carddav' xmlns:D='DAV:'>" + element + "</r>";
        return XmlRequest.parse(root.getBytes(StandardCharsets.UTF_8))
                .children()
                .get(0);
    }

    static Filter filter(String element) {
        return Filter.parse(xml(element));
    }

    /** A filter of one prop-filter. */
    static Filter propFilter(String name, String conditions) {
        return filter("<C:filter><C:prop-filter name='" + name + "'>" + conditions + "</C:prop-filter></C:filter>");
    }

    static byte[] bytes(String... lines) {
        return (String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    /** What of the card is answered; the very array where that is all of it. */
    static byte[] select(AddressData data, byte[] card) {
        List<Slice> slices = data.of(card).orElseThrow();
        boolean whole = slices.size() == 1
                && slices.get(0).bytes() == card
                && slices.get(0).length() == card.length;
        return whole ? card : joined(slices);
    }

    static byte[] joined(List<Slice> slices) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        slices.forEach(slice -> out.write(slice.bytes(), slice.from(), slice.length()));
        return out.toByteArray();
    }

    /** A card of version 3.0 with these lines. */
    static VCardText card(String... lines) {
        return VCardText.parse(bytes("BEGIN:VCARD", "VERSION:3.0", String.join("\r\n", lines), "END:VCARD"));
    }
}
