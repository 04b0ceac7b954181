package org.teldav.accounts;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * What somebody says who they are (RFC 7617): in UTF-8, as the challenge asks for, or in ISO 8859-1.
 *
 * @param name folded
 */
record BasicCredentials(String name, String password) {
    /** Of name and password, and of a header. */
    static final int LONGEST = 8192;

    private static final String SCHEME = "Basic ";

    /** Empty where the header is of another scheme, or says nothing that can be read. */
    static Optional<BasicCredentials> of(String authorization) {
        if (authorization.length() > LONGEST || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        try {
            byte[] decoded = Base64.getDecoder()
                    .decode(authorization.substring(SCHEME.length()).strip());
            String text = text(decoded);
            int colon = text.indexOf(':');
            return colon < 1
                    ? Optional.empty()
                    : Optional.of(
                            new BasicCredentials(Names.fold(text.substring(0, colon)), text.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Of the clients that don't look at the charset of the challenge, aiohttp (vdirsyncer), Python's requests and .NET send ISO 8859-1: what is no UTF-8 is that. */
    private static String text(byte[] decoded) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoded))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(decoded, StandardCharsets.ISO_8859_1);
        }
    }

    /** As typed into a form; empty where it is too long. */
    static Optional<BasicCredentials> typed(String name, String password) {
        return name.length() + password.length() > LONGEST
                ? Optional.empty()
                : Optional.of(new BasicCredentials(Names.fold(name.strip()), password));
    }

    @Override
    public String toString() {
        return "BasicCredentials[" + name + "]";
    }
}
