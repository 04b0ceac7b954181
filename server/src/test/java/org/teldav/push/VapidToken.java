package org.teldav.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** RFC 8292 as a push service reads it. */
final class VapidToken {
    private static final Pattern FORM = Pattern.compile("vapid t=([\\w-]+)\\.([\\w-]+)\\.([\\w-]+), k=([\\w-]+)");

    private static final JsonMapper MAPPER = new JsonMapper();

    private VapidToken() {}

    /** The claims of a value of Authorization; fails where its signature isn't of its key. */
    static JsonNode checked(String authorization) {
        Matcher form = FORM.matcher(authorization);
        assertThat(authorization).matches(FORM);
        assertThat(form.matches()).isTrue();
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initVerify(P256.publicKey(Phone.octets(form.group(4))));
            signature.update((form.group(1) + '.' + form.group(2)).getBytes(StandardCharsets.US_ASCII));
            assertThat(signature.verify(Phone.octets(form.group(3)))).isTrue();
            assertThat(MAPPER.readTree(Phone.octets(form.group(1))).path("alg").asText())
                    .isEqualTo("ES256");
            return MAPPER.readTree(Phone.octets(form.group(2)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
