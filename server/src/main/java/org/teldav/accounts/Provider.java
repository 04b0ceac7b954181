package org.teldav.accounts;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/** Another system that people sign in at, and that says who they are. All methods may be slow, and throw {@link LoginAwayException}. Thread-safe. */
public interface Provider {
    /** Where the browser is sent to. @param back where it is to come back to */
    URI authorize(Handshake handshake, URI back);

    /**
     * Who has come back.
     *
     * @param back as it was told before
     * @param code that the browser has brought
     * @return empty where the code, or what the provider gives for it, is not good for just this handshake
     */
    Optional<Person> redeem(Handshake handshake, URI back, String code);

    /** Whose token it is, for address books; empty where it is not good, or none is taken. */
    Optional<Granted> check(String token);

    /** Whether any token is. */
    boolean takesTokens();

    /** Whether it is an error's name (RFC 6749 §4.1.2.1, §5.2), as invalid_client, that a log may have. Anything else may be what was sent. */
    static boolean isErrorCode(String word) {
        return word.matches("[a-z_]{1,40}");
    }

    /** @param until when the token ends */
    record Granted(Person person, Instant until) {}
}
