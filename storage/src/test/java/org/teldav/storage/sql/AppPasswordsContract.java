package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teldav.storage.sql.Fixture.NOW;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.teldav.storage.AppPassword;
import org.teldav.storage.AppPasswords;
import org.teldav.storage.BookId;
import org.teldav.storage.Errand;
import org.teldav.storage.Visit;

/** {@link AppPasswords}. */
interface AppPasswordsContract extends Engine {
    private <T> T passwords(Function<AppPasswords, T> work) {
        return fixture().write(tx -> work.apply(tx.appPasswords()));
    }

    private AppPassword add(long user, String label, String hash) {
        return passwords(all -> all.add(user, label, hash, Optional.empty(), 50, NOW))
                .orElseThrow();
    }

    private Optional<AppPassword> find(long user, String hash) {
        return passwords(all -> all.find(user, hash));
    }

    private Optional<Visit> visit(long user, String hash, Instant now, Errand errand) {
        return fixture().first(tx -> tx.principals().visit(user, hash, now, errand));
    }

    @Test
    default void an_app_password_is_found_by_its_user_and_hash_as_made() {
        AppPassword phone = add(1, "phone", "h1");
        AppPassword laptop = passwords(
                        all -> all.add(1, "laptop", "h2", Optional.of(NOW.plusSeconds(60)), 50, NOW.plusSeconds(1)))
                .orElseThrow();
        add(2, "phone", "h3");

        assertThat(phone).isEqualTo(new AppPassword(phone.id(), "phone", NOW, Optional.empty(), Optional.empty()));
        assertThat(laptop.expires()).contains(NOW.plusSeconds(60));
        assertThat(find(1, "h2")).contains(laptop);
        assertThat(find(1, "h3")).isEmpty();
        List<AppPassword> all = passwords(each -> each.of(1));
        assertThat(all).containsExactly(phone, laptop);
        assertThat(laptop.isGood(NOW.plusSeconds(59))).isTrue();
        assertThat(laptop.isGood(NOW.plusSeconds(60))).isFalse();
        assertThat(phone.isGood(Instant.MAX)).isTrue();
    }

    @Test
    default void one_is_removed_by_its_user_only() {
        AppPassword phone = add(1, "phone", "h1");
        assertThat(passwords(all -> all.remove(2, phone.id())).booleanValue()).isFalse();
        assertThat(find(1, "h1")).isPresent();
        assertThat(passwords(all -> all.remove(1, phone.id())).booleanValue()).isTrue();
        assertThat(passwords(all -> all.remove(1, phone.id())).booleanValue()).isFalse();
        assertThat(find(1, "h1")).isEmpty();
    }

    @Test
    default void of_many_made_at_the_same_time_there_are_as_many_as_may_be() {
        List<CompletableFuture<Optional<AppPassword>>> all = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> passwords(each -> each.add(1, "device", "h" + i, Optional.empty(), 3, NOW))))
                .toList();
        assertThat(all.stream().map(CompletableFuture::join).filter(Optional::isPresent))
                .hasSize(3);
        assertThat(passwords(each -> each.of(1)).size()).isEqualTo(3);
        add(2, "device", "h");
        assertThat(find(2, "h")).isPresent();
    }

    @Test
    default void when_it_was_used_is_written_once_in_a_while_and_never_back() {
        add(1, "phone", "h1");
        add(1, "other", "h2");
        used(NOW);
        assertThat(find(1, "h1").orElseThrow().lastUsed()).contains(NOW);
        used(NOW.plus(AppPasswords.COARSE).minusSeconds(1));
        assertThat(find(1, "h1").orElseThrow().lastUsed()).contains(NOW);
        used(NOW.plus(AppPasswords.COARSE));
        assertThat(find(1, "h1").orElseThrow().lastUsed()).contains(NOW.plus(AppPasswords.COARSE));
        used(NOW);
        assertThat(find(1, "h1").orElseThrow().lastUsed()).contains(NOW.plus(AppPasswords.COARSE));
        assertThat(find(1, "h2").orElseThrow().lastUsed()).isEmpty();
    }

    private void used(Instant now) {
        passwords(all -> {
            all.used(1, "h1", now);
            return 0;
        });
    }

    @Test
    default void a_visit_by_an_app_password_is_one_only_while_it_is_there_and_good() {
        BookId book = fixture().book("alice");
        long alice = book.home();
        long bob = fixture().user("bob").id();
        Errand errand = Errand.ofCard("contacts", "a.vcf", true);
        fixture().stored(book, "a.vcf", "1");
        AppPassword phone = add(alice, "phone", "h1");
        passwords(all -> all.add(alice, "laptop", "h2", Optional.of(NOW.plusSeconds(60)), 50, NOW));

        Visit usual =
                fixture().first(tx -> tx.principals().visit(alice, errand)).orElseThrow();
        Visit seen = visit(alice, "h1", NOW, errand).orElseThrow();
        assertThat(seen.user()).isEqualTo(usual.user());
        assertThat(seen.book()).isEqualTo(usual.book()).isPresent();
        assertThat(seen.card()).isEqualTo(usual.card()).isPresent();
        assertThat(seen.content().map(String::new)).isEqualTo(usual.content().map(String::new));
        assertThat(visit(alice, "h2", NOW.plusSeconds(59), Errand.NONE)).contains(Visit.of(usual.user()));
        assertThat(visit(alice, "h2", NOW.plusSeconds(60), Errand.NONE)).isEmpty();
        assertThat(visit(alice, "h3", NOW, Errand.NONE)).isEmpty();
        assertThat(visit(bob, "h1", NOW, Errand.NONE)).isEmpty();
        passwords(all -> all.remove(alice, phone.id()));
        assertThat(visit(alice, "h1", NOW, errand)).isEmpty();
    }
}
