package org.teldav.accounts;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.teldav.accounts.Tries.Limit;
import org.teldav.storage.Invitation;
import org.teldav.storage.Principal;
import org.teldav.storage.Store;

/**
 * Links by which people make themselves users in a group (docs/decisions/invitations.md). A token is 140 random bits; the database has its SHA-256. Thread-safe.
 */
public final class GroupInvitations {
    /** Of one group, that are still good. */
    public static final int MOST = 100;

    private static final int MOST_USES = 1000;
    private static final Duration USUAL = Duration.ofDays(7);
    private static final Duration LONGEST = Duration.ofDays(90);
    /** What doesn't come to a user, from one network: a name that is taken is told, and so should not be asked for endlessly. */
    private static final List<Limit> LIMITS = List.of(
            new Limit(20, Duration.ofMinutes(1)),
            new Limit(60, Duration.ofHours(1)),
            new Limit(200, Duration.ofDays(1)));

    private final Store store;
    private final Users users;
    private final Clock clock;
    private final Tries tries;
    private final SecureRandom random = new SecureRandom();

    public GroupInvitations(Store store, Users users, Clock clock) {
        this(store, users, clock, System::nanoTime);
    }

    /** @param nanos as {@link System#nanoTime} */
    GroupInvitations(Store store, Users users, Clock clock, LongSupplier nanos) {
        this.store = store;
        this.users = users;
        this.clock = clock;
        this.tries = new Tries(LIMITS, nanos);
    }

    /** An invitation, with its token, which is kept nowhere. */
    public record Made(Invitation invitation, String token) {
        @Override
        public String toString() {
            return "Made[" + invitation + "]";
        }
    }

    /**
     * Makes one.
     *
     * @param uses for how many people, 1 to 1000
     * @param until within 90 days; empty for a week
     * @throws RefusedException where there is no such group, it has {@link #MOST} already, or uses and time can't be
     */
    public Made add(String group, int uses, Optional<Instant> until) {
        Instant now = clock.instant();
        Instant end = until.orElse(now.plus(USUAL));
        if (uses < 1 || uses > MOST_USES) {
            throw RefusedException.invalid("an invitation is for 1 to " + MOST_USES + " people")
                    .as("invitation-uses", MOST_USES);
        } else if (!end.isAfter(now) || end.isAfter(now.plus(LONGEST))) {
            throw RefusedException.invalid("an invitation ends in the future, and within " + LONGEST.toDays() + " days")
                    .as("invitation-until", LONGEST.toDays());
        }
        String token = TypedCode.INVITATION.random(random);
        String hash = TypedCode.INVITATION.hash(token).orElseThrow();
        return store.write(tx -> tx.invitations().add(Groups.group(tx, group).id(), hash, uses, end, MOST, now))
                .map(made -> new Made(made, token))
                .orElseThrow(() -> RefusedException.conflict(
                                "the group has " + MOST + " invitations already: take some back")
                        .as("invitations-most", MOST));
    }

    /** Those that have not ended, oldest first. @throws RefusedException where there is no such group */
    public List<Invitation> of(String group) {
        return store.read(tx -> tx.invitations().of(Groups.group(tx, group).id(), clock.instant()));
    }

    /** Nobody comes in by it any more. @throws RefusedException where there is no such group or invitation */
    public void remove(String group, long id) {
        if (!store.write(tx -> tx.invitations().remove(Groups.group(tx, group).id(), id))) {
            throw RefusedException.missing("the group '" + group + "' has no such invitation")
                    .as("no-invitation");
        }
    }

    /**
     * The group to which the token opens.
     *
     * @param address from where
     * @throws RefusedException where it opens nothing, or too much was tried from there
     */
    public Principal.Group find(String token, String address) {
        String network = begin(address);
        Principal.Group group = open(token);
        tries.giveBack(network);
        return group;
    }

    /**
     * Makes somebody a user in the group: with an own card, and no number that would count as verified.
     *
     * @param address from where
     * @throws RefusedException where the token opens nothing any more, too much was tried from there, or name and password can't be; the invitation then stays as good as it was
     */
    public Principal.User accept(
            String token, String name, Optional<String> fullName, String password, String address) {
        String network = begin(address);
        Principal.Group group = open(token);
        String hash = hash(token);
        NewUser wanted = new NewUser(
                name, fullName, List.of(), List.of(), List.of(group.name()), Optional.empty(), false, password);
        Users.Added added = users.add(wanted, tx -> {
            if (!tx.invitations().use(hash, clock.instant())) {
                throw gone();
            }
        });
        tries.giveBack(network);
        return added.user();
    }

    private String begin(String address) {
        String network = Attempts.network(address);
        if (!tries.take(network)) {
            throw RefusedException.limit("too much was tried from there; wait a minute")
                    .as("slow-down");
        }
        return network;
    }

    private Principal.Group open(String token) {
        String hash = hash(token);
        return store.read(tx -> tx.invitations()
                        .find(hash, clock.instant())
                        .flatMap(found -> tx.principals().groups().stream()
                                .filter(group -> group.id() == found.group())
                                .findFirst()))
                .orElseThrow(GroupInvitations::gone);
    }

    private static String hash(String token) {
        return TypedCode.INVITATION.hash(token).orElseThrow(GroupInvitations::gone);
    }

    /** One answer for what never was, has ended, was taken back or is used up. */
    private static RefusedException gone() {
        return RefusedException.missing("this invitation is no more good").as("invitation-gone");
    }
}
