package org.teldav.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/** A provider of OpenID Connect on the loopback that holds clients to the protocol; what it says can be made wrong. Its one user is {@code alice}. */
public final class TestProvider implements AutoCloseable {
    public static final String CLIENT = "teldav-page";
    public static final String SECRET = "s:e+c r/e&t";
    public static final String AUDIENCE = "https://dav.example.org/";

    /** Making one takes longer than most tests. */
    private static final RSAKey FIRST = newKey();

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private final AtomicInteger made = new AtomicInteger();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile RSAKey key = FIRST;
    private volatile RSAKey published = key;
    private volatile Signing signing = this::signed;
    private volatile UnaryOperator<JWTClaimsSet.Builder> idClaims = UnaryOperator.identity();
    private volatile UnaryOperator<Map<String, Object>> document = UnaryOperator.identity();
    private volatile String padding = "";

    /** Makes a token of claims. */
    @FunctionalInterface
    public interface Signing {
        String token(JWTClaimsSet claims) throws JOSEException;
    }

    private TestProvider() {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new Answers());
        startAgain();
    }

    public static TestProvider start() {
        return new TestProvider();
    }

    public String issuer() {
        return "http://127.0.0.1:" + connector.getPort() + "/realm";
    }

    private static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(2048).keyIDFromThumbprint(true).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    /** From now on another key signs, and is the only one published. */
    public void rotate() {
        key = newKey();
        published = key;
    }

    /** From now on a key signs that isn't published, under the name of the one that is. */
    public void forge() {
        try {
            key = new RSAKeyGenerator(2048).keyID(published.getKeyID()).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    public TestProvider claims(UnaryOperator<JWTClaimsSet.Builder> changed) {
        idClaims = changed;
        return this;
    }

    public TestProvider signing(Signing changed) {
        signing = changed;
        return this;
    }

    /** What it says of itself. */
    public TestProvider document(UnaryOperator<Map<String, Object>> changed) {
        document = changed;
        return this;
    }

    /** So much comes behind each answer. */
    public void pad(int bytes) {
        padding = " ".repeat(bytes);
    }

    /** RS256, as a provider does it. */
    public String signed(JWTClaimsSet claims) throws JOSEException {
        return signed(JOSEObjectType.JWT, claims);
    }

    public String signed(JOSEObjectType type, JWTClaimsSet claims) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID(key.getKeyID())
                        .type(type)
                        .build(),
                claims);
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    /** RFC 7519 §6: nobody has signed it. */
    public String unsigned(JWTClaimsSet claims) {
        return new PlainJWT(claims).serialize();
    }

    /** RFC 8725 §2.1: the public key, which everybody has, taken for a secret. */
    public String hmacUnderThePublicKey(JWTClaimsSet claims) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()).build(), claims);
        token.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));
        return token.serialize();
    }

    /** One that opens address books. */
    public String accessToken(UnaryOperator<JWTClaimsSet.Builder> changed) {
        try {
            return signing.token(changed.apply(new JWTClaimsSet.Builder()
                            .issuer(issuer())
                            .subject("0815")
                            .audience(List.of("account", AUDIENCE))
                            .issueTime(new Date())
                            .expirationTime(Date.from(Instant.now().plusSeconds(300)))
                            .claim("scope", "openid carddav")
                            .claim("preferred_username", "alice"))
                    .build());
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    /** Signs alice in there. @param location where the browser was sent to @return the way back, with its query */
    public String signIn(String location) {
        Map<String, String> query = fields(URI.create(location).getRawQuery());
        if (!location.startsWith(issuer() + "/authorize?")
                || !"code".equals(query.get("response_type"))
                || !CLIENT.equals(query.get("client_id"))
                || !"S256".equals(query.get("code_challenge_method"))
                || !List.of(query.getOrDefault("scope", "").split(" ")).contains("openid")) {
            throw new AssertionError("no good way to sign in: " + location);
        }
        String code = "code-" + made.incrementAndGet();
        codes.put(code, query);
        URI back = URI.create(query.get("redirect_uri"));
        return back.getRawPath() + "?code=" + code + "&state=" + query.get("state");
    }

    /** The paths that were asked for. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    public void stop() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** At the same port as before. */
    public void startAgain() {
        try {
            server.start();
            connector.setPort(connector.getLocalPort());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        stop();
    }

    private static Map<String, String> fields(String form) {
        Map<String, String> fields = new HashMap<>();
        for (String field : form.split("&")) {
            String[] parts = field.split("=", 2);
            fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return fields;
    }

    private final class Answers extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            String path = Request.getPathInContext(request);
            asked.add(path);
            String json = switch (path) {
                case "/realm/.well-known/openid-configuration" -> json(document.apply(self()));
                case "/realm/keys" -> new JWKSet(published.toPublicJWK()).toString();
                case "/realm/token" -> redeemed(request, response);
                case "/moved" -> "{\"keys\":[]}";
                default -> "{}";
            };
            if (path.equals("/realm/redirected")) {
                response.setStatus(302);
                response.getHeaders().put("Location", "/moved");
            }
            response.getHeaders().put("Content-Type", "application/json");
            response.write(true, ByteBuffer.wrap((json + padding).getBytes(StandardCharsets.UTF_8)), callback);
            return true;
        }

        private Map<String, Object> self() {
            Map<String, Object> self = new HashMap<>();
            self.put("issuer", issuer());
            self.put("authorization_endpoint", issuer() + "/authorize");
            self.put("token_endpoint", issuer() + "/token");
            self.put("jwks_uri", issuer() + "/keys");
            return self;
        }

        private String redeemed(Request request, Response response) throws Exception {
            Map<String, String> form = fields(Content.Source.asString(request, StandardCharsets.UTF_8));
            String expected = "Basic "
                    + Base64.getEncoder()
                            .encodeToString((CLIENT + ":" + URLEncoder.encode(SECRET, StandardCharsets.UTF_8))
                                    .getBytes(StandardCharsets.US_ASCII));
            if (!expected.equals(request.getHeaders().get("Authorization"))) {
                response.setStatus(401);
                return json(Map.of("error", "invalid_client"));
            }
            Map<String, String> begun = codes.remove(form.getOrDefault("code", ""));
            if (begun == null
                    || !form.get("redirect_uri").equals(begun.get("redirect_uri"))
                    || !challenge(form.get("code_verifier")).equals(begun.get("code_challenge"))) {
                response.setStatus(400);
                return json(Map.of("error", "invalid_grant"));
            }
            return json(Map.of("access_token", "opaque", "token_type", "Bearer", "id_token", idToken(begun)));
        }

        private String idToken(Map<String, String> begun) throws JOSEException {
            return signing.token(idClaims.apply(new JWTClaimsSet.Builder()
                            .issuer(issuer())
                            .subject("0815")
                            .audience(CLIENT)
                            .issueTime(new Date())
                            .expirationTime(Date.from(Instant.now().plusSeconds(300)))
                            .claim("nonce", begun.get("nonce"))
                            .claim("preferred_username", "alice")
                            .claim("name", "Alice Example")
                            .claim("email", "alice@example.org"))
                    .build());
        }

        private static String challenge(String verifier) throws GeneralSecurityException {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        }

        private static String json(Map<String, Object> object) {
            return JSONObjectUtils.toJSONString(object);
        }
    }
}
