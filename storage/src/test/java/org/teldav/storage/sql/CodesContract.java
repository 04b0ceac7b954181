package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teldav.storage.sql.Fixture.NOW;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.teldav.storage.Codes;
import org.teldav.storage.Codes.Code;
import org.teldav.storage.Codes.State;

/** {@link org.teldav.storage.Codes}. */
interface CodesContract extends Engine {
    Duration LEASE = Duration.ofMinutes(1);
    byte[] HASH = {1, 2, 3};

    private <T> T codes(Function<Codes, T> work) {
        return fixture().write(tx -> work.apply(tx.codes()));
    }

    private List<Instant> times(Function<Codes, List<Instant>> work) {
        return codes(work);
    }

    private void want(long user, String key, Instant at) {
        codes(all -> {
            all.want(user, key, at);
            return 0;
        });
    }

    private Optional<Code> lease(String sender, Instant at) {
        return codes(all -> all.lease(sender, at, LEASE));
    }

    private Code newest(long user, String key) {
        return codes(all -> all.newest(user, key)).orElseThrow();
    }

    private Code sent(long user, String key) {
        want(user, key, NOW);
        Code code = lease("a", NOW).orElseThrow();
        codes(all -> all.draw(code, "a", HASH, NOW.plusSeconds(600)) && all.settle(code, "a", State.SENT, NOW));
        return newest(user, key);
    }

    private Optional<String> keyed() {
        return codes(Codes::keyed);
    }

    private String key(String fingerprint, boolean anew) {
        return codes(all -> all.key(fingerprint, anew));
    }

    @Test
    default void the_key_of_the_codes_is_the_one_that_was_said_first_until_there_is_another() {
        assertThat(keyed()).isEmpty();
        assertThat(key("one", false)).isEqualTo("one");
        assertThat(key("other", false)).isEqualTo("one");
        assertThat(keyed()).contains("one");
        assertThat(key("other", true)).isEqualTo("other");
        assertThat(key("one", false)).isEqualTo("other");
        assertThat(keyed()).contains("other");
    }

    /** Of servers that are started together for the first time. */
    @Test
    default void of_many_who_say_a_key_at_the_same_time_one_is_believed() {
        List<CompletableFuture<String>> all = IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> key("key " + i, false)))
                .toList();
        assertThat(all.stream().map(CompletableFuture::join).distinct().toList())
                .containsExactly(keyed().orElseThrow());
    }

    @Test
    default void a_code_that_is_wanted_is_sent_by_one() {
        want(1, "+1", NOW);
        Code code = lease("a", NOW).orElseThrow();
        assertThat(code.key()).isEqualTo("+1");
        assertThat(code.sendings()).isEqualTo(1);
        assertThat(code.hash()).isEmpty();
        assertThat(lease("b", NOW.plusSeconds(59))).isEmpty();
        assertThat(codes(all -> all.draw(code, "b", HASH, NOW)).booleanValue()).isFalse();
        assertThat(codes(all -> all.draw(code, "a", HASH, NOW.plusSeconds(600))).booleanValue())
                .isTrue();
        assertThat(codes(all -> all.settle(code, "a", State.SENT, NOW)).booleanValue())
                .isTrue();

        Code sent = newest(1, "+1");
        assertThat(sent.state()).isEqualTo(State.SENT);
        assertThat(sent.hash()).hasValueSatisfying(hash -> assertThat(hash).isEqualTo(HASH));
        assertThat(sent.expires()).contains(NOW.plusSeconds(600));
        assertThat(lease("b", NOW.plusSeconds(9999))).isEmpty();
    }

    @Test
    default void one_whose_sender_died_goes_to_another() {
        want(1, "+1", NOW);
        Code first = lease("a", NOW).orElseThrow();
        Code second = lease("b", NOW.plusSeconds(60)).orElseThrow();
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.sendings()).isEqualTo(2);
        assertThat(codes(all -> all.settle(first, "a", State.SENT, NOW)).booleanValue())
                .isFalse();
        assertThat(codes(all -> all.settle(second, "b", State.WANTED, NOW.plusSeconds(90)))
                        .booleanValue())
                .isTrue();
        assertThat(lease("c", NOW.plusSeconds(89))).isEmpty();
        assertThat(lease("c", NOW.plusSeconds(90))).isPresent();
    }

    @Test
    default void the_newest_code_of_a_user_and_a_number_counts() {
        Code first = sent(1, "+1");
        sent(1, "+2");
        sent(2, "+1");
        assertThat(newest(1, "+1").id()).isEqualTo(first.id());
        want(1, "+1", NOW);
        assertThat(newest(1, "+1").state()).isEqualTo(State.WANTED);
        assertThat(fixture().first(tx -> tx.codes().newest(3, "+1"))).isEmpty();
    }

    @Test
    default void codes_are_counted_by_number_and_by_user() {
        want(1, "+1", NOW);
        want(2, "+1", NOW.plusSeconds(1));
        want(1, "+2", NOW.plusSeconds(2));
        assertThat(times(all -> all.askedFor("+1", NOW.minusSeconds(1)))).containsExactly(NOW, NOW.plusSeconds(1));
        assertThat(times(all -> all.askedFor("+1", NOW))).containsExactly(NOW.plusSeconds(1));
        assertThat(times(all -> all.askedBy(1, NOW.minusSeconds(1)))).containsExactly(NOW, NOW.plusSeconds(2));
        assertThat(codes(all -> all.forget(NOW.plusSeconds(1), 10)).intValue()).isEqualTo(1);
        assertThat(times(all -> all.askedFor("+1", NOW.minusSeconds(1)))).hasSize(1);
    }

    @Test
    default void of_many_guesses_at_the_same_time_no_more_than_the_most_are_let_through() {
        Code code = sent(1, "+1");
        List<CompletableFuture<Boolean>> guesses = IntStream.range(0, 20)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> codes(all -> all.guess(code, 5, NOW))))
                .toList();
        assertThat(guesses.stream().map(CompletableFuture::join).filter(let -> let))
                .hasSize(5);
        assertThat(newest(1, "+1").tries()).isEqualTo(5);
    }

    @Test
    default void an_expired_code_and_a_used_one_and_one_that_was_never_drawn_can_t_be_guessed() {
        Code code = sent(1, "+1");
        assertThat(codes(all -> all.guess(code, 5, NOW.plusSeconds(600))).booleanValue())
                .isFalse();
        assertThat(codes(all -> all.guess(code, 5, NOW.plusSeconds(599))).booleanValue())
                .isTrue();
        codes(all -> {
            all.use(code);
            return 0;
        });
        assertThat(codes(all -> all.guess(code, 5, NOW)).booleanValue()).isFalse();
        assertThat(newest(1, "+1").hash()).isEmpty();
        want(1, "+3", NOW);
        assertThat(codes(all -> all.guess(all.newest(1, "+3").orElseThrow(), 5, NOW))
                        .booleanValue())
                .isFalse();
    }
}
