package org.teldav.accounts;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * What somebody says who they are (RFC 7617, UTF-8).
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
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoded))
                    .toString();
            int colon = text.indexOf(':');
            return colon < 1
                    ? Optional.empty()
                    : Optional.of(
                            new BasicCredentials(Names.fold(text.substring(0, colon)), text.substring(colon + 1)));
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
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
