package org.teldav.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.teldav.BothEngines;
import org.teldav.TestDatabase;
import org.teldav.cards.CardWriting;
import org.teldav.propagation.OwnCardHook;
import org.teldav.propagation.PropagationRules;
import org.teldav.storage.Change;
import org.teldav.storage.Claim;
import org.teldav.storage.Principal;
import org.teldav.storage.SecondFactors;
import org.teldav.storage.Store;
import org.teldav.storage.StoredCard;
import org.teldav.storage.sql.SqlStore;
import org.teldav.vcard.PhoneNumbers;

@BothEngines
class UsersTest {
    private static final Optional<String> SERVER_REGION = Optional.of("CH");

    @TempDir
    Path folder;

    private Store store;
    private Users users;
    private Groups groups;

    @BeforeEach
    void open() {
        PhoneNumbers numbers = new PhoneNumbers();
        CardWriting writing = new CardWriting(numbers, SERVER_REGION);
        store = SqlStore.open(
                TestDatabase.settings(folder), new OwnCardHook(writing, PropagationRules.DEFAULT, () -> {}));
        users = new Users(store, new Passwords(), numbers, writing, SERVER_REGION, Clock.systemUTC());
        groups = new Groups(store, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void a_user_has_a_home_the_book_contacts_and_an_own_card_from_the_start() {
        Principal.User alice = users.add(wanted("Alice", List.of("+1 415 555 0100"), List.of("family")))
                .user();
        assertThat(alice.name()).isEqualTo("alice");
        StoredCard own = store.read(tx -> tx.principals()
                .ownCard(alice.id())
                .flatMap(id -> tx.cards().read(id))
                .orElseThrow());
        assertThat(own.card().name()).isEqualTo("me.vcf");
        assertThat(store.read(tx -> tx.books().find(own.card().id().book()))
                        .orElseThrow()
                        .name())
                .isEqualTo("contacts");
        assertThat(new String(own.content(), StandardCharsets.UTF_8))
                .contains(
                        "FN:Alice Liddell\r\n",
                        "TEL;TYPE=CELL:+1 415-555-0100\r\n",
                        "UID:" + own.card().uid());
        assertThat(groups.members(groups.find("family"))).containsExactly(alice);
    }

    @Test
    void rule_3_the_numbers_given_with_a_user_are_verified_and_start_no_change_elsewhere() {
        Principal.User alice = users.add(wanted("alice", List.of("+1 415 555 0100", "079 123 45 67"), List.of()))
                .user();
        assertThat(claims(alice))
                .extracting(Claim::key, Claim::state)
                .containsExactlyInAnyOrder(
                        tuple("+14155550100", Claim.State.VERIFIED), tuple("+41791234567", Claim.State.VERIFIED));
        List<Change> changes = store.read(tx -> tx.changes().list(10));
        assertThat(changes).allMatch(change -> change.state() == Change.State.DONE);
    }

    @Test
    void rule_3_a_number_that_is_given_to_a_second_user_waits_for_a_decision() {
        users.add(wanted("alice", List.of("+41 44 668 18 00"), List.of()));
        users.add(wanted("bob", List.of("+41 44 668 18 00"), List.of()));
        List<Claim> claims = store.read(tx -> tx.claims().on("+41446681800"));
        assertThat(claims).extracting(Claim::state).containsExactly(Claim.State.VERIFIED, Claim.State.WAITING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "a/b", "a b", "a:b", "../x", ".", "..", "-x", "a\nb", "a%62", "a?b", "a#b", "\u0000"})
    void a_name_that_could_not_stand_in_a_path_or_a_login_is_refused(String name) {
        assertThatThrownBy(() -> users.add(wanted(name, List.of(), List.of())))
                .isInstanceOf(RefusedException.class)
                .extracting(e -> ((RefusedException) e).reason())
                .isEqualTo(RefusedException.Reason.INVALID);
        assertThat(users.none()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"ALICE, alice", "alice@example.org, alice@example.org", "Zoë, zoë", "o'brien, o'brien", "7of9, 7of9"})
    void names_are_kept_in_lower_case(String typed, String kept) {
        users.add(wanted(typed, List.of(), List.of()));
        assertThat(users.find(typed).name()).isEqualTo(kept);
    }

    /** UAX 9: what follows would be read from the other side, somebody's number too. Others see the name of who came by an invitation. */
    @ParameterizedTest
    @ValueSource(ints = {0x202E, 0x202A, 0x2066, 0x2069, 0x2028, 0x2029, 0x85, 0x9B, 0x1B, 0x7F})
    void a_name_that_others_see_turns_nothing_and_is_one_line(int sign) {
        String name = "A" + Character.toString(sign) + "da";
        users.add(wanted("ada", List.of(), List.of("family")));
        String why = "1 to 200 characters on one line, none of them one that turns the direction of writing";
        assertThatThrownBy(() -> users.rename("ada", name)).hasMessageContaining(why);
        assertThatThrownBy(() -> groups.rename("family", name)).hasMessageContaining(why);
        for (String good : List.of("שלום", "عائشة", "👩‍👩‍👧", "a\u200Fb")) {
            assertThat(users.rename("ada", good).displayName()).isEqualTo(good);
        }
    }

    /** It takes a while to look at a password, and the sessions that it has opened are ended when it is changed. */
    @Test
    void a_sign_in_that_began_before_the_password_the_factor_or_the_user_changed_opens_nothing() {
        WebSessions sessions = new WebSessions(store, Clock.systemUTC());
        Principal.User before = users.add(wanted("ada", List.of(), List.of())).user();
        assertThat(sessions.open(before, true).flatMap(sessions::find)).isPresent();
        users.setPassword("ada", "another-password");
        assertThat(sessions.open(before, true)).isEmpty();
        Principal.User without = users.find("ada");
        store.write(tx -> tx.secondFactors().begin(without.id(), "sealed", Instant.EPOCH));
        store.write(tx -> tx.secondFactors()
                .confirm(new SecondFactors.Factor(without.id(), "sealed", false), 1, List.of(), Instant.EPOCH));
        assertThat(sessions.open(without, true)).isEmpty();
        Principal.User with = users.find("ada");
        assertThat(sessions.open(with, false)).isPresent();
        users.setDisabled("ada", true);
        assertThat(sessions.open(with, true)).isEmpty();
        users.remove("ada");
        assertThat(sessions.open(with, true)).isEmpty();
    }

    /** On HSQLDB all that write do. */
    @Test
    void who_opens_a_session_and_who_ends_all_wait_for_each_other() {
        WebSessions sessions = new WebSessions(store, Clock.systemUTC());
        Principal.User ada = users.add(wanted("ada", List.of(), List.of())).user();
        for (Runnable work : List.<Runnable>of(
                () -> sessions.open(ada, true),
                () -> sessions.openOnly(ada),
                () -> users.setPassword("ada", "another-password"),
                () -> users.setDisabled("ada", true))) {
            CompletableFuture<Void> running = store.write(tx -> {
                tx.locks().hold(ada.id());
                CompletableFuture<Void> begun = CompletableFuture.runAsync(work);
                assertThatThrownBy(() -> begun.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
                return begun;
            });
            running.join();
        }
    }

    @Test
    void names_have_64_characters_at_most() {
        users.add(wanted("a".repeat(64), List.of(), List.of()));
        assertThatThrownBy(() -> users.add(wanted("a".repeat(65), List.of(), List.of())))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void a_name_is_taken_once_over_users_and_groups() {
        users.add(wanted("alice", List.of(), List.of("family")));
        assertThatThrownBy(() -> users.add(wanted("ALICE", List.of(), List.of())))
                .hasMessage("there is a user or group 'alice' already");
        assertThatThrownBy(() -> users.add(wanted("family", List.of(), List.of())))
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> groups.add("alice", Optional.empty())).isInstanceOf(RefusedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"123", "hello", "*21#", "+1 415 555 01"})
    void a_number_that_is_none_for_certain_is_refused_and_nothing_is_made(String number) {
        assertThatThrownBy(() -> users.add(wanted("alice", List.of(number), List.of("family"))))
                .hasMessageContaining(number);
        assertThat(users.none()).isTrue();
        assertThat(groups.list()).isEmpty();
    }

    @Test
    void the_user_s_own_region_goes_before_the_server_s() {
        Principal.User user = users.add(new NewUser(
                        "alice",
                        Optional.empty(),
                        List.of("020 7031 3000"),
                        List.of(),
                        List.of(),
                        Optional.of("gb"),
                        false,
                        "alice-password"))
                .user();
        assertThat(user.region()).contains("GB");
        assertThat(claims(user)).extracting(Claim::key).containsExactly("+442070313000");
    }

    @Test
    void who_is_not_there_is_named() {
        assertThatThrownBy(() -> users.find("nobody")).hasMessage("there is no user 'nobody'");
        assertThatThrownBy(() -> users.remove("nobody")).hasMessage("there is no user 'nobody'");
        assertThatThrownBy(() -> groups.join("none", "nobody")).hasMessage("there is no group 'none'");
    }

    @Test
    void members_come_and_go() {
        users.add(wanted("alice", List.of(), List.of()));
        groups.add("family", Optional.of("The Family"));
        assertThat(groups.join("family", "alice")).isTrue();
        assertThat(groups.join("family", "alice")).isFalse();
        assertThat(groups.leave("family", "alice")).isTrue();
        assertThat(groups.leave("family", "alice")).isFalse();
        groups.remove("family");
        assertThat(groups.list()).isEmpty();
    }

    private List<Claim> claims(Principal.User user) {
        return store.read(tx -> tx.claims().of(user.id()));
    }

    private static NewUser wanted(String name, List<String> tels, List<String> groups) {
        return new NewUser(
                name, Optional.of("Alice Liddell"), tels, List.of(), groups, Optional.empty(), false, "a long secret");
    }
}
