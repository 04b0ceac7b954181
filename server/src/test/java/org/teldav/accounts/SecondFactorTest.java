package org.teldav.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.util.encoders.Base32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.teldav.BothEngines;
import org.teldav.TestDatabase;
import org.teldav.accounts.SecondFactor.Enrolment;
import org.teldav.storage.Principal;
import org.teldav.storage.Store;
import org.teldav.storage.sql.SqlStore;

@BothEngines
class SecondFactorTest {
    private static final Duration STEP = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-26T12:00:10Z"));
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicReference<SecretKey> key = new AtomicReference<>(key((byte) 1));
    private Store store;
    private SecondFactor factor;
    private Principal.User alice;

    @BeforeEach
    void open() {
        store = SqlStore.open(TestDatabase.settings(folder), (tx, edit) -> {});
        factor = new SecondFactor(store, key::get, now::get, nanos::get);
        alice = store.write(
                tx -> tx.principals().addUser("al'ice", "Alice", "hash", Optional.empty(), false, now.get()));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static SecretKey key(byte seed) {
        byte[] bytes = new byte[32];
        bytes[0] = seed;
        return new SecretKeySpec(bytes, "AES");
    }

    private static String code(byte[] secret, Instant time) throws Exception {
        return new TimeBasedOneTimePasswordGenerator()
                .generateOneTimePasswordString(new SecretKeySpec(secret, "HmacSHA1"), time);
    }

    private String code(Enrolment enrolment, Duration away) throws Exception {
        return code(Base32.decode(enrolment.secret()), now.get().plus(away));
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
        nanos.addAndGet(time.toNanos());
    }

    private Enrolment on() throws Exception {
        Enrolment enrolment = factor.begin(alice);
        assertThat(factor.confirm(alice, code(enrolment, Duration.ZERO))).isPresent();
        pass(STEP);
        return enrolment;
    }

    /** RFC 6238, appendix B, of whose eight digits a code of six has the last. */
    @ParameterizedTest
    @CsvSource({
        "59, 287082",
        "1111111109, 081804",
        "1111111111, 050471",
        "1234567890, 005924",
        "2000000000, 279037",
        "20000000000, 353130"
    })
    void rfc_6238_appendix_b(long second, String code) {
        byte[] secret = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);
        assertThat(factor.code(secret, second / 30))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo(code);
    }

    @Test
    void it_is_on_once_a_code_shows_that_the_phone_has_the_secret() throws Exception {
        Enrolment first = factor.begin(alice);
        Enrolment enrolment = factor.begin(alice);
        assertThat(enrolment.uri())
                .isEqualTo("otpauth://totp/TelDAV:al%27ice?secret=" + enrolment.secret() + "&issuer=TelDAV");
        assertThat(enrolment.secret()).matches("[A-Z2-7]{32}");
        assertThat(factor.confirm(alice, code(first, Duration.ZERO))).isEmpty();
        assertThat(factor.confirm(alice, "")).isEmpty();
        assertThat(factor.isOn(alice)).isFalse();
        String code = code(enrolment, Duration.ZERO);
        assertThat(factor.check(alice, code)).as("before it is on").isFalse();

        assertThat(factor.confirm(alice, code.substring(0, 3) + " " + wide(code.substring(3))))
                .isPresent();
        assertThat(factor.isOn(alice)).isTrue();
        assertThat(store.read(tx -> tx.principals().user(alice.id()))
                        .orElseThrow()
                        .secondFactor())
                .isTrue();
        assertThat(factor.check(alice, code)).as("it was used").isFalse();
        assertThatThrownBy(() -> factor.begin(alice)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> factor.confirm(alice, code))
                .as("the form that was sent twice")
                .hasMessage("the second factor is on already");
    }

    /** As Chinese and Japanese keyboards write digits, letters and dashes. */
    private static String wide(String typed) {
        return typed.chars().mapToObj(c -> Character.toString(c - '0' + 0xFF10)).collect(Collectors.joining());
    }

    @Test
    void rfc_6238_5_2_a_code_is_good_once_and_one_step_before_and_after() throws Exception {
        Enrolment enrolment = on();
        pass(STEP.multipliedBy(3));
        assertThat(factor.check(alice, code(enrolment, STEP.multipliedBy(-2)))).isFalse();
        assertThat(factor.check(alice, code(enrolment, STEP.multipliedBy(2)))).isFalse();
        assertThat(factor.check(alice, code(enrolment, STEP.negated()))).isTrue();
        assertThat(factor.check(alice, code(enrolment, STEP.negated()))).isFalse();
        assertThat(factor.check(alice, code(enrolment, Duration.ZERO))).isTrue();
        assertThat(factor.check(alice, code(enrolment, STEP))).isTrue();
        assertThat(factor.check(alice, code(enrolment, STEP))).isFalse();
        assertThat(factor.check(alice, code(enrolment, Duration.ZERO)))
                .as("older than one that was used")
                .isFalse();
    }

    @Test
    void ten_recovery_codes_are_each_good_once_however_they_are_typed_and_without_the_key() throws Exception {
        List<String> codes =
                factor.confirm(alice, code(factor.begin(alice), Duration.ZERO)).orElseThrow();
        assertThat(codes)
                .hasSize(10)
                .doesNotHaveDuplicates()
                .allMatch(code -> code.matches("([a-km-np-z2-9]{4}-){3}[a-km-np-z2-9]{4}"));
        key.set(key((byte) 2));
        assertThat(factor.check(
                        alice, codes.get(0).toUpperCase(java.util.Locale.ROOT).replace("-", " ")))
                .isTrue();
        assertThat(factor.check(alice, codes.get(0))).isFalse();
        assertThat(factor.recoveryCodes(alice)).isEqualTo(9);
        assertThat(factor.check(alice, wide(codes.get(1)))).isTrue();
        assertThat(factor.check(alice, codes.get(2).replace('-', '–'))).isTrue();
        assertThat(factor.recoveryCodes(alice)).isEqualTo(7);
    }

    @Test
    void new_recovery_codes_want_a_fresh_code_of_the_phone_and_end_those_of_before() throws Exception {
        Enrolment enrolment = factor.begin(alice);
        assertThat(factor.renew(alice, code(enrolment, Duration.ZERO)))
                .as("before it is on")
                .isEmpty();
        String used = code(enrolment, Duration.ZERO);
        List<String> before = factor.confirm(alice, used).orElseThrow();
        for (String wrong : List.of("", used, before.get(0))) {
            assertThat(factor.renew(alice, wrong)).isEmpty();
        }
        assertThat(factor.recoveryCodes(alice)).isEqualTo(10);
        pass(Duration.ofMinutes(1));
        String fresh = code(enrolment, Duration.ZERO);
        List<String> codes = factor.renew(alice, fresh).orElseThrow();
        assertThat(codes).hasSize(10).doesNotContainAnyElementsOf(before);
        assertThat(factor.recoveryCodes(alice)).isEqualTo(10);
        assertThat(factor.check(alice, fresh)).as("it was used").isFalse();
        assertThat(factor.check(alice, before.get(0))).isFalse();
        assertThat(factor.check(alice, codes.get(0))).isTrue();
    }

    @Test
    void guesses_are_slowed_and_right_codes_cost_nothing() throws Exception {
        Enrolment enrolment = on();
        for (int i = 0; i < 20; i++) {
            assertThat(factor.check(alice, code(enrolment, Duration.ZERO))).isTrue();
            now.updateAndGet(before -> before.plus(STEP));
        }
        for (int i = 0; i < 5; i++) {
            assertThat(factor.check(alice, "12345" + i + "0")).isFalse();
        }
        assertThat(factor.check(alice, code(enrolment, Duration.ZERO))).isFalse();
        pass(Duration.ofSeconds(60));
        assertThat(factor.check(alice, code(enrolment, Duration.ZERO))).isTrue();
    }

    @Test
    void it_is_turned_off_by_a_code_or_by_an_administrator() throws Exception {
        Enrolment enrolment = on();
        assertThat(factor.off(alice, "0000000")).isFalse();
        assertThat(factor.isOn(alice)).isTrue();
        assertThat(factor.off(alice, code(enrolment, Duration.ZERO))).isTrue();
        assertThat(factor.isOn(alice)).isFalse();
        assertThat(factor.recoveryCodes(alice)).isZero();
        on();
        assertThat(factor.off(alice)).isTrue();
        assertThat(factor.off(alice)).isFalse();
        assertThat(factor.isOn(alice)).isFalse();
    }

    @Test
    void the_secret_is_kept_encrypted_for_just_that_user_and_key() throws Exception {
        Enrolment enrolment = on();
        byte[] secret = Base32.decode(enrolment.secret());
        String kept = store.read(tx -> tx.secondFactors().of(alice.id()))
                .orElseThrow()
                .secret();
        assertThat(SealedSecret.open(key.get(), alice.id(), kept))
                .hasValueSatisfying(opened -> assertThat(opened).isEqualTo(secret));
        assertThat(SealedSecret.open(key.get(), alice.id() + 1, kept)).isEmpty();
        assertThat(SealedSecret.open(key((byte) 2), alice.id(), kept)).isEmpty();
        key.set(key((byte) 2));
        assertThat(factor.check(alice, code(enrolment, Duration.ZERO))).isFalse();
        assertThat(factor.isOn(alice)).as("who loses the key opens nothing").isTrue();
    }
}
