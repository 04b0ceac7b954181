package org.teldav.vcard;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Any text as a number: it has one key or none. */
class PhoneNumbersFuzzTest {
    private final PhoneNumbers numbers = new PhoneNumbers();

    @FuzzTest(maxDuration = "10m")
    void a_key_is_its_own_key_and_can_be_written_in_any_manner(byte[] value) {
        String text = new String(value, StandardCharsets.UTF_8);
        for (String region : new String[] {"US", "GB", "IT", "MX"}) {
            Optional<String> key = numbers.key(text, Optional.of(region));
            if (key.isPresent()) {
                assertThat(key.get()).matches("\\+[0-9]{5,15}(;ext=[0-9]+)?");
                assertThat(numbers.isKey(key.get())).as(key.get()).isTrue();
                assertThat(numbers.key(key.get(), Optional.empty())).isEqualTo(key);
            }
            requireWritable(text, Optional.of(region));
        }
        requireWritable(text, Optional.empty());
    }

    private void requireWritable(String manner, Optional<String> region) {
        for (String key : new String[] {"+14155550100", "+447700900123", "+390612345678", "+14155550100;ext=12"}) {
            String written = numbers.inMannerOf(key, manner, region);
            assertThat(numbers.key(written, region)).as(written).contains(key);
        }
    }
}
