package org.teldav.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.teldav.storage.BookId;
import org.teldav.storage.ChangerChoice;
import org.teldav.storage.HolderChoice;
import org.teldav.storage.HolderChoice.Effective;
import org.teldav.storage.HolderChoice.Place;
import org.teldav.storage.Preferences;
import org.teldav.storage.Principal;

/** The tables {@code changer_choices}, {@code blocked_users} and {@code holder_choices}. */
final class PreferenceTables implements Preferences {
    private static final String OF_PLACE = " WHERE home = ? AND uid_key = ? AND book = ?";

    /** Without those for a book that a server of the version before has deleted: it left them. */
    private static final String OF_HOLDER = " FROM holder_choices c WHERE c.home = ? AND (c.book = 0 OR EXISTS"
            + " (SELECT b.book FROM books b WHERE b.home = c.home AND b.book = c.book))";

    /** Of claims {@code c} and an entry {@code i}: a number of before, the change of which has not gone out yet, or waits for the word of whose card that is. */
    private static final String UNTOLD =
            " OR EXISTS (SELECT 1 FROM changes w JOIN change_numbers n ON n.home = w.home AND n.change_id = w.id"
                    + " WHERE w.home = c.home AND w.state IN ('WAITING', 'PENDING') AND n.old_key = c.tel_key)"
                    + " OR EXISTS (SELECT 1 FROM rewrites r WHERE r.home = i.home AND r.book = i.book AND r.card = i.card"
                    + " AND r.changer = c.home AND r.state = 'OFFERED')";

    /** The narrowest place first. */
    private static final Comparator<HolderChoice> NARROWEST = Comparator.comparing(
                    (HolderChoice choice) -> choice.place().uid().isEmpty())
            .thenComparing(choice -> choice.place().book().isEmpty());

    private final Sql sql;

    PreferenceTables(Sql sql) {
        this.sql = sql;
    }

    @Override
    public ChangerChoice changer(long user) {
        return sql.first(
                        "SELECT audience, scope FROM changer_choices WHERE home = ?",
                        row -> new ChangerChoice(
                                ChangerChoice.Audience.valueOf(row.getString(1)),
                                ChangerChoice.Scope.valueOf(row.getString(2))),
                        user)
                .orElse(ChangerChoice.DEFAULT);
    }

    @Override
    public void setChanger(long user, ChangerChoice choice) {
        lock(user);
        sql.update("DELETE FROM changer_choices WHERE home = ?", user);
        if (!choice.equals(ChangerChoice.DEFAULT)) {
            sql.update(
                    "INSERT INTO changer_choices (home, audience, scope) VALUES (?, ?, ?)",
                    user,
                    choice.audience().name(),
                    choice.scope().name());
        }
    }

    @Override
    public List<Principal.User> blocked(long user) {
        return sql.list(
                "SELECT " + PrincipalTable.COLUMNS + " FROM blocked_users b JOIN principals p ON p.id = b.user_id"
                        + " WHERE b.home = ? ORDER BY p.name",
                row -> PrincipalTable.user(row),
                user);
    }

    @Override
    public Set<Long> blockedIds(long user) {
        return Set.copyOf(sql.list("SELECT user_id FROM blocked_users WHERE home = ?", row -> row.getLong(1), user));
    }

    @Override
    public boolean hasContact(long user, long other) {
        return sql.exists(
                "SELECT i.card FROM claims c JOIN card_index i ON i.tel_key = c.tel_key AND i.home = CAST(? AS BIGINT)"
                        + " JOIN homes h ON h.home = i.home"
                        + " WHERE c.home = ? AND (c.until_at IS NULL" + UNTOLD + ")"
                        + " AND (i.about = ? OR (i.about IS NULL AND c.state = 'VERIFIED'))"
                        + " AND (h.own_card IS NULL OR h.own_book <> i.book OR h.own_card <> i.card) LIMIT 1",
                user,
                other,
                other);
    }

    @Override
    public boolean blocks(long user, long other) {
        return sql.exists("SELECT home FROM blocked_users WHERE home = ? AND user_id = ?", user, other);
    }

    @Override
    public boolean block(long user, long other) {
        lock(user);
        if (blocks(user, other)) {
            return false;
        }
        sql.update("INSERT INTO blocked_users (home, user_id) VALUES (?, ?)", user, other);
        return true;
    }

    @Override
    public boolean unblock(long user, long other) {
        return sql.update("DELETE FROM blocked_users WHERE home = ? AND user_id = ?", user, other) > 0;
    }

    @Override
    public Effective holder(BookId book, String uid) {
        List<HolderChoice> choices = sql
                .list(
                        "SELECT home, book, uid, mode, old_number FROM holder_choices"
                                + " WHERE home = ? AND (uid_key = '' OR uid_key = ?)",
                        row -> choice(row),
                        book.home(),
                        CardTable.uidKey(uid))
                .stream()
                .filter(choice ->
                        choice.place().book().isEmpty() || choice.place().book().getAsLong() == book.book())
                .sorted(NARROWEST)
                .toList();
        return new Effective(
                chosen(choices, HolderChoice::mode).orElse(Effective.DEFAULT.mode()),
                chosen(choices, HolderChoice::oldNumber).orElse(Effective.DEFAULT.oldNumber()));
    }

    private static <T> Optional<T> chosen(List<HolderChoice> choices, Function<HolderChoice, Optional<T>> what) {
        return choices.stream().flatMap(choice -> what.apply(choice).stream()).findFirst();
    }

    @Override
    public Set<Long> choosers(Collection<Long> homes) {
        return Set.copyOf(sql.listAny(
                "SELECT DISTINCT home FROM holder_choices WHERE home",
                row -> row.getLong(1),
                List.of(),
                Set.copyOf(homes)));
    }

    @Override
    public List<HolderChoice> ofHolder(long home, int limit) {
        return sql.list(
                "SELECT c.home, c.book, c.uid, c.mode, c.old_number" + OF_HOLDER
                        + " ORDER BY c.home, c.uid_key, c.book LIMIT ?",
                row -> choice(row),
                home,
                limit);
    }

    @Override
    public long countOfHolder(long home) {
        return sql.number("SELECT COUNT(*)" + OF_HOLDER, home);
    }

    @Override
    public void setHolder(HolderChoice choice) {
        Place place = choice.place();
        String uid = place.uid().orElse("");
        String uidKey = place.uid().map(CardTable::uidKey).orElse("");
        long book = place.book().orElse(0);
        lock(place.home());
        sql.update("DELETE FROM holder_choices" + OF_PLACE, place.home(), uidKey, book);
        if (choice.mode().isPresent() || choice.oldNumber().isPresent()) {
            sql.update(
                    "INSERT INTO holder_choices (home, uid_key, book, uid, mode, old_number) VALUES (?, ?, ?, ?, ?, ?)",
                    place.home(),
                    uidKey,
                    book,
                    uid,
                    choice.mode().map(Enum::name),
                    choice.oldNumber().map(Enum::name));
        }
    }

    /** The book is gone, and what was chosen for it. */
    void forget(BookId book) {
        sql.update("DELETE FROM holder_choices WHERE home = ? AND book = ?", book.home(), book.book());
    }

    /** Two who choose at the same time stand in line. */
    private void lock(long home) {
        sql.update("UPDATE homes SET last_book = last_book WHERE home = ?", home);
    }

    private static HolderChoice choice(ResultSet row) throws SQLException {
        long book = row.getLong(2);
        String uid = row.getString(3);
        return new HolderChoice(
                new Place(
                        row.getLong(1),
                        book == 0 ? OptionalLong.empty() : OptionalLong.of(book),
                        Optional.of(uid).filter(text -> !text.isEmpty())),
                Optional.ofNullable(row.getString(4)).map(HolderChoice.Mode::valueOf),
                Optional.ofNullable(row.getString(5)).map(HolderChoice.OldNumber::valueOf));
    }

    /** What others chose about somebody who is no more. */
    void forget(long user) {
        sql.update("DELETE FROM blocked_users WHERE user_id = ?", user);
    }
}
