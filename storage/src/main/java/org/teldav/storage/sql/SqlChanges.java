package org.teldav.storage.sql;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.teldav.storage.CardId;
import org.teldav.storage.Change;
import org.teldav.storage.ChangerChoice;
import org.teldav.storage.Changes;
import org.teldav.storage.Replacement;
import org.teldav.storage.Rewrite;

/** Changes, over the tables of changes, their numbers and rewrites. */
final class SqlChanges implements Changes {
    private final Sql sql;
    private final ChangeTable changes;
    private final ChangeLeases leases;
    private final PauseTable pauses;
    private final RewriteTable rewrites;

    SqlChanges(Sql sql) {
        this.sql = sql;
        this.changes = new ChangeTable(sql);
        this.leases = new ChangeLeases(sql);
        this.pauses = new PauseTable(sql);
        this.rewrites = new RewriteTable(sql);
    }

    @Override
    public long add(long user, Instant at, Change.State state, List<Change.Number> numbers, Change.Course course) {
        return changes.insert(user, at, state, numbers, course);
    }

    @Override
    public Optional<Change> find(long id) {
        return changes.find(id);
    }

    @Override
    public Map<Long, Change.Tally> tallies(Collection<Long> ids) {
        return changes.tallies(ids);
    }

    @Override
    public OptionalLong pendingBefore(long user, long change) {
        return changes.pendingBefore(user, change);
    }

    @Override
    public List<Change> list(int limit) {
        return changes.list(limit);
    }

    @Override
    public List<Change> listOf(long user, int limit) {
        return changes.listOf(user, limit);
    }

    @Override
    public List<Withdrawn> withdrawn(long user, Instant since) {
        return changes.withdrawn(user, since);
    }

    @Override
    public List<Long> replacedBy(Collection<String> keys, Instant since) {
        return new ReplacementQueries(sql).by(keys, since);
    }

    @Override
    public List<CardId> replacedIn(List<CardId> cards, Instant since) {
        return new ReplacementQueries(sql).in(cards, since);
    }

    @Override
    public List<Replacement> replacements(long user, Instant since) {
        return new ReplacementQueries(sql).of(user, since);
    }

    @Override
    public List<CardId> withReplaced(long group, long user, Instant since) {
        return new ReplacementQueries(sql).cards(group, user, since);
    }

    @Override
    public List<Rewrite> rewritesOf(long home, String uid) {
        return rewrites.ofUid(home, CardTable.uidKey(uid));
    }

    @Override
    public void pair(long change, int position) {
        changes.pair(change, position);
    }

    @Override
    public void release(long change, Change.Course course, Instant now) {
        changes.release(change, course.notBefore(), now);
    }

    @Override
    public void setState(long change, Change.State state, Instant now) {
        changes.setState(change, state, now);
    }

    @Override
    public void setTold(long change, ChangerChoice.Audience told) {
        changes.setTold(change, told);
    }

    @Override
    public List<Change> waiting(long user) {
        return changes.waiting(user);
    }

    @Override
    public Optional<Change> lastWith(long user, String newKey) {
        return changes.lastWith(user, newKey);
    }

    @Override
    public List<Change> held(long user, Instant now, int limit) {
        return changes.held(user, now, limit);
    }

    @Override
    public boolean cancel(long change, boolean whole, Instant now) {
        return changes.cancel(change, whole, now);
    }

    @Override
    public List<Instant> departures(long user, Instant since, int limit) {
        return changes.departures(user, since, limit);
    }

    @Override
    public Optional<Change> lease(String worker, Instant now, Duration time) {
        Optional<Long> next = leases.next(now);
        while (next.isPresent()) {
            if (leases.take(next.get(), worker, now, now.plus(time))) {
                return changes.find(next.get());
            }
            next = leases.next(now);
        }
        return Optional.empty();
    }

    @Override
    public boolean renew(long change, String worker, Instant now, Duration time) {
        return leases.renew(change, worker, now.plus(time));
    }

    @Override
    public void giveBack(long change, String worker, Instant now) {
        leases.giveBack(change, worker, now);
    }

    @Override
    public void count(long change, long total) {
        changes.count(change, total);
    }

    @Override
    public boolean isAnyDue(Instant now) {
        return leases.isAnyDue(now);
    }

    @Override
    public Optional<Instant> nextDue(Instant now) {
        return leases.nextDue(now);
    }

    @Override
    public Optional<Instant> dueSince(Instant now) {
        return leases.dueSince(now);
    }

    @Override
    public Optional<Instant> waitingSince() {
        return changes.waitingSince();
    }

    @Override
    public boolean pause(long change) {
        return pauses.pause(change);
    }

    @Override
    public boolean resume(long change, Instant now) {
        return pauses.resume(change, now);
    }

    @Override
    public boolean pauseAll(Instant now) {
        return pauses.pauseAll(now);
    }

    @Override
    public boolean resumeAll(Instant now) {
        return pauses.resumeAll(now);
    }

    @Override
    public Optional<Instant> pausedSince() {
        return pauses.since();
    }

    @Override
    public List<Holding> holders(
            Change change, Collection<String> keys, Collection<String> proved, Optional<CardId> after, int limit) {
        return new Holders(sql, change, keys, proved).next(after, limit);
    }

    @Override
    public BooleanSupplier record(Rewrite rewrite, String uid) {
        return rewrites.insert(rewrite, uid);
    }

    @Override
    public Optional<Rewrite> rewrite(long change, CardId card) {
        return rewrites.find(change, card);
    }

    @Override
    public boolean settle(Rewrite rewrite, Rewrite.State from) {
        return rewrites.settle(rewrite, from);
    }

    @Override
    public List<Rewrite> offers(long home, int limit) {
        return rewrites.offers(home, limit);
    }

    @Override
    public List<Rewrite> journal(long home, int limit) {
        return rewrites.journal(home, limit);
    }

    @Override
    public List<Rewrite> rewrites(long change, int limit) {
        return rewrites.ofChange(change, limit);
    }
}
