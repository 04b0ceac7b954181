package org.teldav.web.page;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The two cookies: the session's token, and for who is not signed in a random value that binds forms to the browser (RFC 6265, and
 * the {@code __Host-} prefix of its successor under TLS). Used by one thread.
 */
final class Cookies {
    private static final String SESSION = "teldav";
    private static final String FORM = "teldav-form";
    private static final String SECURE = "__Host-";
    private static final String MAC = "HmacSHA256";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final boolean secure;
    private final Optional<String> token;
    private final Optional<String> form;
    private @Nullable String fresh;
    private @Nullable String opened;
    private boolean closed;

    private Cookies(boolean secure, Optional<String> token, Optional<String> form) {
        this.secure = secure;
        this.token = token;
        this.form = form;
    }

    static Cookies of(PageRequest request) {
        boolean secure = request.secure();
        return new Cookies(
                secure,
                Optional.ofNullable(request.cookies().get(name(secure, SESSION))),
                Optional.ofNullable(request.cookies().get(name(secure, FORM))));
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

    /** The browser has this session from now on. */
    void open(String newToken) {
        opened = newToken;
    }

    /** The browser has no session from now on. */
    void close() {
        closed = true;
    }

    /** One of them at the most changes in an answer. */
    PageAnswer set(PageAnswer answer) {
        if (opened != null) {
            return answer.with("Set-Cookie", cookie(SESSION, opened));
        } else if (closed) {
            return answer.with("Set-Cookie", cookie(SESSION, "") + "; Max-Age=0");
        } else if (fresh != null) {
            return answer.with("Set-Cookie", cookie(FORM, fresh));
        }
        return answer;
    }

    private String cookie(String plain, String value) {
        return name(secure, plain) + "=" + value + "; Path=/; HttpOnly; SameSite=Lax" + (secure ? "; Secure" : "");
    }
}
