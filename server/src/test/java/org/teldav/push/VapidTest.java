package org.teldav.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VapidTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    private final KeyPair keys = P256.generate();

    private Vapid vapid(Optional<URI> contact) {
        return new Vapid(keys, contact, InstantSource.fixed(NOW));
    }

    @Test
    void the_token_is_signed_by_the_key_that_stands_beside_it() {
        String header = vapid(Optional.empty()).authorization(URI.create("https://push.example.org/m/1"));
        assertThat(header).endsWith(", k=" + Vapid.text((ECPublicKey) keys.getPublic()));
        VapidToken.checked(header);
    }

    @ParameterizedTest
    @CsvSource({
        "https://push.example.org/m/1, https://push.example.org",
        "https://PUSH.example.org:443/m/1, https://push.example.org",
        "https://push.example.org:8443/m/1?a=b, https://push.example.org:8443",
        "http://127.0.0.1:80/, http://127.0.0.1",
        "https://[2606:4700::1]/x, https://[2606:4700::1]",
    })
    void rfc8292_section_2_the_audience_is_the_origin_of_the_push_resource(String resource, String audience) {
        JsonNode claims = VapidToken.checked(vapid(Optional.empty()).authorization(URI.create(resource)));
        assertThat(claims.path("aud").asText()).isEqualTo(audience);
    }

    @Test
    void rfc8292_section_2_it_is_over_within_a_day_and_names_who_is_to_be_asked() {
        JsonNode claims = VapidToken.checked(vapid(Optional.of(URI.create("mailto:admin@example.org")))
                .authorization(URI.create("https://push.example.org/")));
        assertThat(Instant.ofEpochSecond(claims.path("exp").asLong()))
                .isAfter(NOW)
                .isBeforeOrEqualTo(NOW.plus(Duration.ofHours(24)));
        assertThat(claims.path("sub").asText()).isEqualTo("mailto:admin@example.org");
        assertThat(VapidToken.checked(vapid(Optional.empty()).authorization(URI.create("https://push.example.org/")))
                        .has("sub"))
                .isFalse();
    }
}
