package org.teldav.storage.sql;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.teldav.storage.CardId;
import org.teldav.storage.Change;
import org.teldav.storage.Changes;
import org.teldav.storage.Replacement;
import org.teldav.storage.Rewrite;

/** Changes, over the tables of changes, their numbers and rewrites. */
final class SqlChanges implements Changes {
    private final Sql sql;
    private final ChangeTable changes;
    private final RewriteTable rewrites;

    SqlChanges(Sql sql) {
        this.sql = sql;
        this.changes = new ChangeTable(sql);
        this.rewrites = new RewriteTable(sql);
    }

    @Override
    public long add(long user, Instant at, Change.State state, List<Change.Number> numbers) {
        return changes.insert(user, at, state, numbers);
    }

    @Override
    public Optional<Change> find(long id) {
        return changes.find(id);
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
    public void setState(long change, Change.State state, Instant now) {
        changes.setState(change, state, now);
    }

    @Override
    public Optional<Change> lease(String worker, Instant now, Duration time) {
        Optional<Long> next = changes.nextPending(now);
        while (next.isPresent()) {
            if (changes.take(next.get(), worker, now, now.plus(time))) {
                return changes.find(next.get());
            }
            next = changes.nextPending(now);
        }
        return Optional.empty();
    }

    @Override
    public boolean renew(long change, String worker, Instant now, Duration time) {
        return changes.renew(change, worker, now.plus(time));
    }

    @Override
    public List<Holding> holders(
            Change change, Collection<String> keys, Collection<String> proved, Optional<CardId> after, int limit) {
        return new Holders(sql, change, keys, proved).next(after, limit);
    }

    @Override
    public long countHolders(Change change, Collection<String> keys, Collection<String> proved) {
        return new Holders(sql, change, keys, proved).count();
    }

    @Override
    public boolean record(Rewrite rewrite) {
        return rewrites.insert(rewrite);
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
