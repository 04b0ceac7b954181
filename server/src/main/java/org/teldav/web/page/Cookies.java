package org.teldav.web.page;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.teldav.accounts.Handshake;

/**
 * The cookies: the session's token; for who is not signed in a random value that binds forms to the browser; and for who has gone to a provider what binds their
 * coming back to it (RFC 6265, and the {@code __Host-} prefix of its successor under TLS). Used by one thread.
 */
final class Cookies {
    private static final String SESSION = "teldav";
    private static final String FORM = "teldav-form";
    private static final String JOURNEY = "teldav-journey";
    private static final Duration LONGEST_JOURNEY = Duration.ofMinutes(10);
    private static final String SECURE = "__Host-";
    private static final String MAC = "HmacSHA256";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final boolean secure;
    private final Optional<String> token;
    private final Optional<String> form;
    private final Optional<String> journey;
    private @Nullable String fresh;
    private @Nullable String leaving;
    private boolean arrived;
    private @Nullable String opened;
    private boolean closed;

    private Cookies(boolean secure, Optional<String> token, Optional<String> form, Optional<String> journey) {
        this.secure = secure;
        this.token = token;
        this.form = form;
        this.journey = journey;
    }

    static Cookies of(PageRequest request) {
        boolean secure = request.secure();
        return new Cookies(
                secure,
                Optional.ofNullable(request.cookies().get(name(secure, SESSION))),
                Optional.ofNullable(request.cookies().get(name(secure, FORM))),
                Optional.ofNullable(request.cookies().get(name(secure, JOURNEY))));
    }

    private static String name(boolean secure, String plain) {
        return secure ? SECURE + plain : plain;
    }

    /** The session's token that the browser sent. */
    Optional<String> token() {
        return token;
    }

    /** Whether the browser sent one to which a form can be bound. */
    boolean isKnown() {
        return token.isPresent() || form.isPresent();
    }

    /** What a form has to send along with these cookies, or with that of a session that was opened just now. */
    String formToken() {
        return opened != null ? mac(opened) : mac(token.or(() -> form).orElseGet(this::fresh));
    }

    private String fresh() {
        if (fresh == null) {
            byte[] bytes = new byte[32];
            RANDOM.nextBytes(bytes);
            fresh = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }
        return fresh;
    }

    private static String mac(String key) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(key.isEmpty() ? new byte[1] : key.getBytes(StandardCharsets.UTF_8), MAC));
            byte[] made = mac.doFinal("form".getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(made);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + MAC, e);
        }
    }

    /** Where the browser was sent to sign in, and what it has to come back with. @param next a path of ours, where it is to go then */
    record Journey(Handshake handshake, String next) {}

    /** The one that the browser is on. */
    Optional<Journey> journey() {
        return journey.flatMap(value -> {
            int dot = value.indexOf('.');
            return dot < 0
                    ? Optional.empty()
                    : Handshake.of(value.substring(0, dot))
                            .map(handshake -> new Journey(handshake, decoded(value.substring(dot + 1))));
        });
    }

    /** What isn't ours is no path that anybody is sent to. */
    private static String decoded(String text) {
        try {
            return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** The browser goes elsewhere to sign in. */
    void leave(Journey begun) {
        leaving = begun.handshake().secret() + "."
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(begun.next().getBytes(StandardCharsets.UTF_8));
    }

    /** The browser is back: it comes so but once. */
    void arrive() {
        arrived = true;
    }

    /** The browser has this session from now on. */
    void open(String newToken) {
        opened = newToken;
    }

    /** The browser has no session from now on. */
    void close() {
        closed = true;
    }

    /** With what has changed. */
    PageAnswer set(PageAnswer answer) {
        List<String> changed = new ArrayList<>();
        if (opened != null) {
            changed.add(cookie(SESSION, opened));
        } else if (closed) {
            changed.add(cookie(SESSION, "") + "; Max-Age=0");
        } else if (fresh != null) {
            changed.add(cookie(FORM, fresh));
        }
        if (leaving != null) {
            changed.add(cookie(JOURNEY, leaving) + "; Max-Age=" + LONGEST_JOURNEY.toSeconds());
        } else if (journey.isPresent() && arrived) {
            changed.add(cookie(JOURNEY, "") + "; Max-Age=0");
        }
        return answer.withCookies(changed);
    }

    private String cookie(String plain, String value) {
        return name(secure, plain) + "=" + value + "; Path=/; HttpOnly; SameSite=Lax" + (secure ? "; Secure" : "");
    }
}
