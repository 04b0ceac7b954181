package org.teldav.vcard;

/**
 * A card that may not be stored. The message is a sentence for the person behind the client, and holds no phone number.
 */
public final class InvalidCardException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean unsupportedVersion;

    private InvalidCardException(String message, int line, boolean unsupportedVersion) {
        super(line > 0 ? "line " + line + ": " + message : message);
        this.unsupportedVersion = unsupportedVersion;
    }

    static InvalidCardException invalid(String message) {
        return new InvalidCardException(message, 0, false);
    }

    /** @param line from 1 */
    static InvalidCardException invalid(String message, int line) {
        return new InvalidCardException(message, line, false);
    }

    static InvalidCardException unsupported(String message, int line) {
        return new InvalidCardException(message, line, true);
    }

    /**
     * Whether this is a vCard of a version that isn't spoken here (RFC 6352 §6.3.2.1, {@code CARDDAV:supported-address-data});
     * else it is no valid vCard ({@code CARDDAV:valid-address-data}).
     */
    public boolean unsupportedVersion() {
        return unsupportedVersion;
    }
}
