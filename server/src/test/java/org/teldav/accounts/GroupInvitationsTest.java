package org.teldav.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.BothEngines;
import org.teldav.MovedClock;
import org.teldav.TestDatabase;
import org.teldav.accounts.RefusedException.Reason;
import org.teldav.cards.CardWriting;
import org.teldav.propagation.OwnCardHook;
import org.teldav.propagation.PropagationRules;
import org.teldav.storage.CardId;
import org.teldav.storage.Claim;
import org.teldav.storage.Invitation;
import org.teldav.storage.Principal;
import org.teldav.storage.Store;
import org.teldav.storage.sql.SqlStore;
import org.teldav.vcard.PhoneNumbers;

@BothEngines
class GroupInvitationsTest {
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
    private static final String HERE = "192.0.2.1";

    @TempDir
    Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private Store store;
    private Users users;
    private GroupInvitations invitations;

    @BeforeEach
    void open() {
        PhoneNumbers numbers = new PhoneNumbers();
        CardWriting writing = new CardWriting(numbers, Optional.empty());
        store = SqlStore.open(
                TestDatabase.settings(folder), new OwnCardHook(writing, PropagationRules.DEFAULT, () -> {}));
        Clock watch = new MovedClock(now::get);
        users = new Users(
                store, new Passwords(new Passwords.Cost(64, 1, 1)), numbers, writing, Optional.empty(), watch);
        new Groups(store, watch).add("family", Optional.empty());
        invitations = new GroupInvitations(
                store, users, watch, () -> Duration.between(NOON, now.get()).toNanos());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private String invite(int uses) {
        return invitations.add("family", uses, Optional.empty()).token();
    }

    private Principal.User accept(String token, String name) {
        return invitations.accept(token, name, Optional.of("Some Body"), "a-good-password", HERE);
    }

    private static void refused(Reason reason, String code, ThrowingCallable work) {
        assertThatThrownBy(work).isInstanceOfSatisfying(RefusedException.class, refusal -> {
            assertThat(refusal.reason()).isEqualTo(reason);
            assertThat(refusal.code()).isEqualTo(code);
        });
    }

    @Test
    void who_is_invited_is_a_user_in_the_group_with_an_own_card_and_no_rights_and_nobody_comes_after_them() {
        String token = invite(1);
        assertThat(invitations.find(token, HERE).name()).isEqualTo("family");
        Principal.User carol = accept(token.toUpperCase(Locale.ROOT).replace("-", ""), "Carol");
        assertThat(carol.name()).isEqualTo("carol");
        assertThat(carol.admin()).isFalse();
        assertThat(store.<List<Principal.Group>>read(tx -> tx.principals().groupsOf(carol.id())))
                .extracting(Principal.Group::name)
                .containsExactly("family");
        assertThat(store.<Optional<CardId>>read(tx -> tx.principals().ownCard(carol.id())))
                .isPresent();
        assertThat(store.<List<Claim>>read(tx -> tx.claims().of(carol.id()))).isEmpty();
        refused(Reason.MISSING, "invitation-gone", () -> accept(token, "dave"));
        refused(Reason.MISSING, "invitation-gone", () -> invitations.find(token, HERE));
        assertThat(users.list()).hasSize(1);
    }

    @Test
    void what_the_invited_person_can_mend_doesn_t_use_the_invitation_up() {
        String token = invite(1);
        accept(invite(1), "carol");
        refused(Reason.CONFLICT, "name-taken", () -> accept(token, "CAROL"));
        refused(Reason.INVALID, "name-invalid", () -> accept(token, "a b"));
        refused(
                Reason.INVALID,
                "password-length",
                () -> invitations.accept(token, "dave", Optional.empty(), "short", HERE));
        assertThat(accept(token, "dave").name()).isEqualTo("dave");
    }

    @Test
    void an_invitation_ends_by_time_or_when_it_is_taken_back() {
        String token = invite(5);
        now.set(NOON.plus(Duration.ofDays(7)).minusSeconds(1));
        accept(token, "carol");
        now.set(NOON.plus(Duration.ofDays(7)));
        refused(Reason.MISSING, "invitation-gone", () -> accept(token, "dave"));
        assertThat(invitations.of("family")).isEmpty();
        String second = invite(5);
        List<Invitation> there = invitations.of("family");
        assertThat(there).hasSize(1);
        invitations.remove("family", there.get(0).id());
        refused(Reason.MISSING, "invitation-gone", () -> accept(second, "dave"));
        refused(
                Reason.MISSING,
                "no-invitation",
                () -> invitations.remove("family", there.get(0).id()));
    }

    @Test
    void uses_and_times_have_their_bounds() {
        for (int uses : new int[] {-1, 0, 1001}) {
            refused(Reason.INVALID, "invitation-uses", () -> invite(uses));
        }
        for (Duration time :
                List.of(Duration.ZERO, Duration.ofDays(-1), Duration.ofDays(90).plusSeconds(1))) {
            refused(
                    Reason.INVALID,
                    "invitation-until",
                    () -> invitations.add("family", 1, Optional.of(NOON.plus(time))));
        }
        refused(Reason.MISSING, "no-group", () -> invitations.add("club", 1, Optional.empty()));
        for (int i = 0; i < GroupInvitations.MOST; i++) {
            invite(1);
        }
        refused(Reason.CONFLICT, "invitations-most", () -> invite(1));
    }

    @Test
    void what_comes_to_nothing_is_counted_by_network_and_what_comes_to_a_user_is_not() {
        String token = invite(100);
        for (int i = 0; i < 30; i++) {
            accept(token, "user" + i);
        }
        for (int i = 0; i < 20; i++) {
            refused(Reason.MISSING, "invitation-gone", () -> invitations.find("guessed", HERE));
        }
        refused(Reason.LIMIT, "slow-down", () -> invitations.find(token, HERE));
        refused(Reason.LIMIT, "slow-down", () -> accept(token, "carol"));
        assertThat(invitations.find(token, "192.0.2.2").name()).isEqualTo("family");
        now.set(NOON.plusSeconds(60));
        assertThat(accept(token, "carol").name()).isEqualTo("carol");
    }

    @Test
    void the_token_is_kept_nowhere() {
        GroupInvitations.Made made = invitations.add("family", 1, Optional.empty());
        assertThat(made.token()).matches("[a-z2-9]{4}(-[a-z2-9]{4}){6}");
        assertThat(made.toString()).doesNotContain(made.token());
        assertThat(store.<Optional<Invitation>>read(tx -> tx.invitations().find(made.token(), NOON)))
                .isEmpty();
        assertThat(store.<Optional<Invitation>>read(
                        tx -> tx.invitations().find(made.token().replace("-", ""), NOON)))
                .isEmpty();
    }
}
