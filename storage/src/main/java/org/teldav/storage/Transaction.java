package org.teldav.storage;

/** What can be done within one transaction, or with one connection for reading. Not thread-safe, and dead once the work returns. */
public interface Transaction {
    Principals principals();

    AddressBooks books();

    Cards cards();

    DeadProperties properties();

    Locks locks();

    Claims claims();

    Consents consents();

    Codes codes();

    AppPasswords appPasswords();

    SecondFactors secondFactors();

    Numbering numbering();

    Changes changes();

    LateComers lateComers();

    Preferences preferences();

    ScheduledEdits scheduledEdits();

    Sessions sessions();

    PushSubscriptions pushSubscriptions();

    PushKeys pushKeys();

    Invitations invitations();

    /** Runs after the commit, in the same thread; not after a rollback. */
    void afterCommit(Runnable action);
}
