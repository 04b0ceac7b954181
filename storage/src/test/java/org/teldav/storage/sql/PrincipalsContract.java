package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.teldav.storage.sql.Fixture.NOW;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.Change;
import org.teldav.storage.Claim;
import org.teldav.storage.DeadProperties.DeadProperty;
import org.teldav.storage.DeadProperties.Owner;
import org.teldav.storage.NameTakenException;
import org.teldav.storage.Principal;

/** {@link org.teldav.storage.Principals}. */
interface PrincipalsContract extends Engine {
    private Principal.Group group(String name) {
        return fixture().write(tx -> tx.principals().addGroup(name, "The " + name, NOW));
    }

    private Optional<Principal.User> find(String name) {
        return fixture().read(tx -> tx.principals().user(name));
    }

    @Test
    default void a_user_is_found_by_name_and_id_as_made() {
        Principal.User user = fixture()
                .write(tx -> tx.principals().addUser("alice", "Alice A.", "$argon2id$x", Optional.of("DE"), true, NOW));
        assertThat(user)
                .isEqualTo(new Principal.User(
                        user.id(), "alice", "Alice A.", "$argon2id$x", Optional.of("DE"), true, false, false, NOW));
        assertThat(user.id()).isPositive();
        assertThat(find("alice")).contains(user);
        assertThat(fixture().first(tx -> tx.principals().user(user.id()))).contains(user);
        assertThat(fixture().first(tx -> tx.principals().group("alice"))).isEmpty();
        assertThat(fixture().list(tx -> tx.books().list(user.id()))).isEmpty();
    }

    @Test
    default void rfc3744_names_are_unique_over_users_and_groups_and_lower_case() {
        fixture().user("Alice");
        Principal.Group family = group("Family");
        assertThat(family.name()).isEqualTo("family");
        assertThat(find("ALICE").orElseThrow().name()).isEqualTo("alice");
        assertThat(fixture().first(tx -> tx.principals().group("FAMILY"))).contains(family);
        for (String taken : List.of("alice", "ALICE", "family")) {
            assertThatThrownBy(() -> fixture().user(taken)).isInstanceOf(NameTakenException.class);
            assertThatThrownBy(() -> group(taken)).isInstanceOf(NameTakenException.class);
        }
        assertThat(find("nobody")).isEmpty();
        assertThat(find("family")).isEmpty();
    }

    @Test
    default void a_taken_name_leaves_the_transaction_usable() {
        fixture().user("alice");
        boolean taken = fixture().write(tx -> {
            try {
                tx.principals().addGroup("alice", "", NOW);
                return false;
            } catch (NameTakenException e) {
                tx.principals().addGroup("others", "", NOW);
                return true;
            }
        });
        assertThat(taken).isTrue();
        assertThat(fixture().first(tx -> tx.principals().group("others"))).isPresent();
    }

    @Test
    default void lists_are_ordered_by_name() {
        List.of("carol", "alice", "bob").forEach(fixture()::user);
        group("z");
        group("a");
        assertThat(fixture().list(tx -> tx.principals().users()))
                .extracting(Principal.User::name)
                .containsExactly("alice", "bob", "carol");
        assertThat(fixture().list(tx -> tx.principals().groups()))
                .extracting(Principal.Group::name)
                .containsExactly("a", "z");
        long count = fixture().read(tx -> tx.principals().countUsers());
        assertThat(count).isEqualTo(3);
    }

    @Test
    default void password_state_and_display_name_can_be_set() {
        long alice = fixture().user("alice").id();
        run(tx -> {
            tx.principals().setPassword(alice, "new");
            tx.principals().setDisabled(alice, true, NOW);
            tx.principals().setDisplayName(alice, "Älice \uD83D\uDE00");
        });
        Principal.User user = find("alice").orElseThrow();
        assertThat(user.passwordHash()).isEqualTo("new");
        assertThat(user.disabled()).isTrue();
        assertThat(user.displayName()).isEqualTo("Älice \uD83D\uDE00");
        assertThat(user.toString()).doesNotContain("new");
    }

    @Test
    default void groups_are_joined_and_left() {
        long alice = fixture().user("alice").id();
        long bob = fixture().user("bob").id();
        Principal.Group family = group("family");
        assertThat(join(family, bob)).isTrue();
        assertThat(join(family, alice)).isTrue();
        assertThat(join(family, alice)).isFalse();
        assertThat(fixture().list(tx -> tx.principals().members(family.id())))
                .extracting(Principal.User::name)
                .containsExactly("alice", "bob");
        assertThat(fixture().list(tx -> tx.principals().groupsOf(alice))).containsExactly(family);
        assertThat(share(alice, bob)).isTrue();
        assertThat(leave(family, bob)).isTrue();
        assertThat(leave(family, bob)).isFalse();
        assertThat(share(alice, bob)).isFalse();
        assertThat(fixture().list(tx -> tx.principals().groupsOf(bob))).isEmpty();
        assertThat(join(family, bob)).isTrue();
        assertThat(share(bob, alice)).isTrue();
        run(tx -> tx.principals().remove(family.id(), NOW));
        assertThat(share(alice, bob)).isFalse();
        assertThat(fixture().list(tx -> tx.principals().groups())).isEmpty();
    }

    private boolean join(Principal.Group group, long user) {
        return fixture().write(tx -> tx.principals().join(group.id(), user, NOW));
    }

    private boolean leave(Principal.Group group, long user) {
        return fixture().write(tx -> tx.principals().leave(group.id(), user, NOW));
    }

    private boolean share(long user, long other) {
        return fixture().read(tx -> tx.principals().shareGroup(user, other));
    }

    @Test
    default void a_removed_user_leaves_nothing_behind_but_which_numbers_were_verified() {
        BookId book = fixture().book("alice");
        BookId holder = fixture().book("bob");
        long alice = book.home();
        Principal.Group family = group("family");
        join(family, alice);
        Card own = fixture().stored(book, "me.vcf", "1", Fixture.tel(0, "+1"));
        fixture().own(own.id());
        fixture().stored(book, "me.vcf", "2");
        fixture().put(book, "gone.vcf", "1");
        fixture().delete(book, "gone.vcf");
        Card held = fixture().stored(holder, "a.vcf", "1", Fixture.tel(0, "+1", alice));
        run(tx -> {
            tx.properties().set(Owner.of(own.id()), new DeadProperty("x:", "y", "<y/>"));
            tx.properties().set(Owner.ofHome(alice), new DeadProperty("x:", "y", "<y/>"));
            tx.locks().keep(alice, LocksContract.lock("urn:a", "", ""), NOW);
            tx.claims().open(alice, "+1", Claim.State.VERIFIED, NOW);
            tx.scheduledEdits().plan(alice, "+1", "+2", NOW, NOW, java.util.OptionalLong.empty());
            tx.claims().open(alice, "+3", Claim.State.UNVERIFIED, NOW);
            tx.consents().give(alice, "+1", holder.home(), NOW);
            tx.consents().give(holder.home(), "+1", alice, NOW);
            tx.codes().want(alice, "+3", NOW);
            tx.appPasswords().add(alice, "phone", "hash", Optional.empty(), 1, NOW);
            tx.pushSubscriptions().register(PushEngine.wish(book, "https://push.example/"), 1, NOW);
            tx.secondFactors().begin(alice, "secret", NOW);
            tx.secondFactors().confirm(tx.secondFactors().of(alice).orElseThrow(), 1, List.of("a"), NOW);
            tx.changes()
                    .add(
                            alice,
                            NOW,
                            Change.State.PENDING,
                            List.of(new Change.Number(
                                    0, Optional.of("+1"), Optional.of("+2"), true, "CELL", "", false)),
                            Change.Course.AT_ONCE);
        });
        fixture().edits().clear();
        run(tx -> tx.principals().remove(alice, NOW));
        assertThat(fixture().catalog().rowsOf(alice)).singleElement().asString().isEqualToIgnoringCase("claims.home");
        assertThat(fixture().index(held)).containsExactly(Fixture.tel(0, "+1"));
        assertThat(find("alice")).isEmpty();
        assertThat(fixture().list(tx -> tx.claims().historyOf("+1")))
                .containsExactly(new Claim(alice, "+1", Claim.State.VERIFIED, NOW, Optional.of(NOW)));
        assertThat(fixture().list(tx -> tx.claims().historyOf("+3"))).isEmpty();
        assertThat(fixture().list(tx -> tx.principals().members(family.id()))).isEmpty();
        assertThat(fixture().edits()).isEmpty();
        assertThat(fixture().user("alice").id()).isGreaterThan(alice);
    }
}
