package org.teldav.vcard;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;

/** Any card that may be stored, read in the other version (docs/vcard-versions.md): it may be stored again. */
class VersionConversionFuzzTest {
    private final PhoneNumbers numbers = new PhoneNumbers();

    @FuzzTest(maxDuration = "10m")
    void a_card_stays_a_card_in_the_other_version(byte[] card) {
        VCardText text = VCardText.parse(card);
        Optional<CardIndex> stored = index(card);
        for (VCardVersion version : VCardVersion.values()) {
            Optional<List<CardLine>> lines = VersionConversion.of(text, version);
            if (lines.isEmpty() || stored.isEmpty()) {
                continue;
            }
            Optional<CardIndex> answered = index(bytes(lines.get()));
            assertThat(answered).as("in version %s", version.number()).isPresent();
            assertThat(VCardVersion.of(answered.get().text())).contains(version);
            assertThat(answered.get().uid()).isEqualTo(stored.get().uid());
            assertThat(answered.get().tels()).hasSameSizeAs(stored.get().tels());
        }
    }

    private static byte[] bytes(List<CardLine> lines) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        lines.stream()
                .flatMap(CardLine::slices)
                .forEach(slice -> bytes.write(slice.bytes(), slice.from(), slice.length()));
        return bytes.toByteArray();
    }

    private Optional<CardIndex> index(byte[] card) {
        try {
            return Optional.of(CardIndex.of(card, numbers, Optional.of("US")));
        } catch (InvalidCardException refused) {
            return Optional.empty();
        }
    }
}
