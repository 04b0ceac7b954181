package org.teldav.storage.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.teldav.storage.AddressBooks;
import org.teldav.storage.AppPasswords;
import org.teldav.storage.BookId;
import org.teldav.storage.Cards;
import org.teldav.storage.Changes;
import org.teldav.storage.Claims;
import org.teldav.storage.Codes;
import org.teldav.storage.Consents;
import org.teldav.storage.DeadProperties;
import org.teldav.storage.Invitations;
import org.teldav.storage.LateComers;
import org.teldav.storage.Locks;
import org.teldav.storage.Numbering;
import org.teldav.storage.Preferences;
import org.teldav.storage.Principals;
import org.teldav.storage.PushKeys;
import org.teldav.storage.PushSubscriptions;
import org.teldav.storage.ScheduledEdits;
import org.teldav.storage.SecondFactors;
import org.teldav.storage.Sessions;
import org.teldav.storage.StoreListener;
import org.teldav.storage.Transaction;

/** All tables on one connection. */
final class SqlTransaction implements Transaction {
    private final Sql sql;
    private final StoreListener listener;
    private final LockTable locks;
    private final List<Runnable> afterCommit = new ArrayList<>();

    SqlTransaction(Sql sql, StoreListener listener) {
        this.sql = sql;
        this.listener = listener;
        this.locks = new LockTable(sql);
    }

    @Override
    public Principals principals() {
        return new SqlPrincipals(sql, ownCards());
    }

    @Override
    public AddressBooks books() {
        return new SqlAddressBooks(sql, ownCards());
    }

    @Override
    public Cards cards() {
        return new SqlCards(sql, ownCards(), locks);
    }

    @Override
    public DeadProperties properties() {
        return new DeadPropertyTable(sql);
    }

    @Override
    public Locks locks() {
        return locks;
    }

    @Override
    public Claims claims() {
        return new ClaimTable(sql);
    }

    @Override
    public Consents consents() {
        return new ConsentTable(sql);
    }

    @Override
    public Codes codes() {
        return new CodeTable(sql);
    }

    @Override
    public AppPasswords appPasswords() {
        return new AppPasswordTable(sql);
    }

    @Override
    public SecondFactors secondFactors() {
        return new SecondFactorTables(sql);
    }

    @Override
    public Numbering numbering() {
        return new NumberingTable(sql);
    }

    @Override
    public Changes changes() {
        return new SqlChanges(sql);
    }

    @Override
    public LateComers lateComers() {
        return new LateComerTable(sql);
    }

    @Override
    public Preferences preferences() {
        return new PreferenceTables(sql);
    }

    @Override
    public ScheduledEdits scheduledEdits() {
        return new ScheduledEditTable(sql);
    }

    @Override
    public Sessions sessions() {
        return new SessionTable(sql);
    }

    @Override
    public PushSubscriptions pushSubscriptions() {
        return new PushSubscriptionTable(sql);
    }

    @Override
    public PushKeys pushKeys() {
        return new PushKeyTable(sql);
    }

    @Override
    public Invitations invitations() {
        return new InvitationTable(sql);
    }

    private OwnCards ownCards() {
        return new OwnCards(sql, listener, this);
    }

    @Override
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    /** The work is done. @return which collections it has changed */
    Set<BookId> end() {
        new PushSparing(sql).passOver();
        return sql.moves().all();
    }

    List<Runnable> afterCommit() {
        return afterCommit;
    }
}
