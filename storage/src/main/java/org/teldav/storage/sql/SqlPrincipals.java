package org.teldav.storage.sql;

import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.teldav.storage.BookId;
import org.teldav.storage.CardId;
import org.teldav.storage.Errand;
import org.teldav.storage.Principal;
import org.teldav.storage.Principals;
import org.teldav.storage.Visit;

/** Principals, over the tables of principals, memberships and homes. */
final class SqlPrincipals implements Principals {
    private final PrincipalTable principals;
    private final VisitQuery visits;
    private final MembershipTable memberships;
    private final BookTable books;
    private final CardRemoval removal;
    private final HomeRemoval homes;
    private final OwnCards ownCards;
    private final HomeHistory history;
    private final Descriptions descriptions;
    private final LockTable locks;
    private final PushSubscriptionTable pushes;

    SqlPrincipals(Sql sql, OwnCards ownCards) {
        this.principals = new PrincipalTable(sql);
        this.visits = new VisitQuery(sql);
        this.memberships = new MembershipTable(sql);
        this.books = new BookTable(sql);
        this.removal = new CardRemoval(sql);
        this.homes = new HomeRemoval(sql);
        this.ownCards = ownCards;
        this.history = new HomeHistory(sql);
        this.descriptions = new Descriptions(sql);
        this.locks = new LockTable(sql);
        this.pushes = new PushSubscriptionTable(sql);
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    @Override
    public Principal.User addUser(
            String name, String displayName, String passwordHash, Optional<String> region, boolean admin, Instant now) {
        Principal.User user =
                principals.insertUser(Text.name(folded(name)), displayName, passwordHash, region, admin, now);
        ownCards.insertHome(user.id());
        return user;
    }

    @Override
    public Principal.Group addGroup(String name, String displayName, Instant now) {
        Principal.Group group = principals.insertGroup(Text.name(folded(name)), displayName, now);
        ownCards.directories().make(group);
        return group;
    }

    @Override
    public Optional<Principal.User> user(String name) {
        return Text.isStorable(name) ? principals.user(folded(name)) : Optional.empty();
    }

    @Override
    public Optional<Principal.User> user(long id) {
        return principals.user(id);
    }

    @Override
    public Optional<Visit> visit(long user, Errand errand) {
        return visits.visit(user, Optional.empty(), storable(errand));
    }

    @Override
    public Optional<Visit> visit(long user, String appPassword, Instant now, Errand errand) {
        return visits.visit(user, Optional.of(new VisitQuery.Device(appPassword, now)), storable(errand));
    }

    private static Errand storable(Errand errand) {
        boolean storable = errand.book().map(Text::isStorable).orElse(true)
                && errand.card().map(Text::isStorable).orElse(true);
        return storable ? errand : Errand.NONE;
    }

    @Override
    public Optional<Principal.Group> group(String name) {
        return Text.isStorable(name) ? principals.group(folded(name)) : Optional.empty();
    }

    @Override
    public List<Principal.User> users() {
        return principals.users();
    }

    @Override
    public long countUsers() {
        return principals.countUsers();
    }

    @Override
    public List<Principal.Group> groups() {
        return principals.groups();
    }

    @Override
    public void setPassword(long user, String passwordHash) {
        principals.setPassword(user, passwordHash);
    }

    @Override
    public void setDisabled(long user, boolean disabled, Instant now) {
        locks.holdAll(user);
        principals.setDisabled(user, disabled);
        follow(user, memberships.shownIn(user), now);
    }

    @Override
    public void setDisplayName(long principal, String displayName) {
        principals.setDisplayName(principal, displayName);
        if (ownCards.directories().describe(principal, displayName)) {
            history.directoryDescribed(principal);
        } else {
            descriptions.ofHome(principal);
        }
    }

    @Override
    public void remove(long principal, Instant now) {
        principals.group(principal).ifPresent(group -> history.directoryRemoved(group.id(), now));
        books.list(principal).forEach(book -> books.lock(book.id()));
        Optional<Principal.User> user = principals.user(principal);
        List<Long> shown = memberships.shownIn(principal);
        homes.remove(principal, now);
        memberships.endAll(principal, now);
        principals.delete(principal);
        user.ifPresent(gone -> shown.forEach(group -> ownCards.directories().remove(group, gone.name(), now)));
    }

    @Override
    public boolean join(long group, long user, Instant now) {
        locks.hold(user);
        boolean joined = memberships.join(group, user, now);
        if (joined) {
            principals.group(group).ifPresent(there -> history.directoryListed(user, Directories.name(there)));
            ownCards.joined(group, user, now);
        }
        return joined;
    }

    @Override
    public boolean leave(long group, long user, Instant now) {
        locks.holdAll(user);
        boolean shown = memberships.shownIn(user).contains(group);
        boolean left = memberships.leave(group, user, now);
        if (left) {
            pushes.leave(group, user);
            principals.group(group).ifPresent(there -> history.directoryRemoved(user, Directories.name(there), now));
            follow(user, shown ? List.of(group) : List.of(), now);
        }
        return left;
    }

    @Override
    public boolean setShown(long group, long user, boolean shown, Instant now) {
        locks.holdAll(user);
        boolean changed = memberships.setShown(group, user, shown);
        follow(user, changed ? List.of(group) : List.of(), now);
        return changed;
    }

    private void follow(long user, List<Long> groups, Instant now) {
        if (!groups.isEmpty()) {
            principals.user(user).ifPresent(there -> ownCards.directories().follow(there, groups, now));
        }
    }

    @Override
    public List<Principal.Group> shownIn(long user) {
        return memberships.groupsShowing(user);
    }

    @Override
    public List<Principal.User> members(long group) {
        return memberships.members(group);
    }

    @Override
    public List<Principal.Group> groupsOf(long user) {
        return memberships.groupsOf(user);
    }

    @Override
    public boolean shareGroup(long user, long other) {
        return memberships.shareGroup(user, other);
    }

    @Override
    public Optional<CardId> ownCard(long user) {
        return ownCards.of(user);
    }

    @Override
    public void setOwnCard(long user, Optional<CardId> card, Instant now) {
        if (card.filter(id -> id.book().home() != user).isPresent()) {
            throw new IllegalArgumentException("an own card is in the user's own home");
        }
        Optional<CardId> former = ownCards.of(user);
        Stream.concat(former.stream(), card.stream())
                .map(CardId::book)
                .distinct()
                .sorted(Comparator.comparingLong(BookId::book))
                .forEach(books::lock);
        Optional<byte[]> before = ownCards.of(user).flatMap(removal::content);
        Optional<byte[]> after = card.map(id -> removal.content(id)
                .orElseThrow(() -> new IllegalArgumentException("there is no such card to be the own card")));
        card.ifPresentOrElse(id -> ownCards.name(user, card), () -> ownCards.nameNone(user));
        if (!Arrays.equals(before.orElse(null), after.orElse(null))) {
            ownCards.edited(user, before, after, now);
        }
    }
}
