package org.teldav.vcard;

import java.util.Optional;

/** The versions of vCard that are stored and answered. */
public enum VCardVersion {
    /** RFC 2426. */
    V3("3.0"),
    /** RFC 6350. */
    V4("4.0");

    private final String number;

    VCardVersion(String number) {
        this.number = number;
    }

    /** As it stands in the card. */
    public String number() {
        return number;
    }

    public static Optional<VCardVersion> of(String number) {
        for (VCardVersion version : values()) {
            if (version.number.equals(number)) {
                return Optional.of(version);
            }
        }
        return Optional.empty();
    }

    /** What the card says of itself, where that is one of these. */
    public static Optional<VCardVersion> of(VCardText card) {
        return card.lines().stream()
                .filter(line -> line.name().equals("VERSION"))
                .findFirst()
                .flatMap(line -> of(line.text().strip()));
    }
}
