package org.teldav.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.teldav.storage.AddressBook;
import org.teldav.storage.Card;
import org.teldav.storage.Errand;
import org.teldav.storage.Visit;

/** Who asks, and what for, in one statement. */
final class VisitQuery {
    /** More bytes are asked for by whoever has room for them. */
    private static final int SMALL = 1 << 16;

    private static final int BOOK = PrincipalTable.WIDTH + 1;
    private static final int CARD = BOOK + BookTable.WIDTH;
    private static final int CONTENT = CARD + CardTable.WIDTH;

    /** Made once: each is a kilobyte, and whoever looks for its prepared statement hashes it where it is new. */
    private static final Map<Shape, String> TEXTS =
            Shape.all().collect(Collectors.toUnmodifiableMap(Function.identity(), Shape::text));

    private final Sql sql;

    VisitQuery(Sql sql) {
        this.sql = sql;
    }

    /** The device that somebody says to be. @param appPassword the hash */
    record Device(String appPassword, Instant now) {}

    /** What is asked for with the user. */
    private record Shape(boolean device, boolean book, boolean card, boolean content, boolean newest) {
        static Stream<Shape> all() {
            return IntStream.range(0, 1 << 5)
                    .mapToObj(bits -> new Shape(
                            (bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0, (bits & 16) != 0));
        }

        String text() {
            return "SELECT " + PrincipalTable.COLUMNS
                    + (book ? ", " + BookTable.COLUMNS_OF_B : "")
                    + (card || newest ? ", " + CardTable.COLUMNS : "")
                    + (content ? ", t.content" : "")
                    + " FROM principals p"
                    + (device
                            ? " JOIN app_passwords a ON a.home = p.id AND a.password_hash = ?"
                                    + " AND (a.expires_at IS NULL OR a.expires_at > ?)"
                            : "")
                    + (book ? " LEFT JOIN books b ON b.home = p.id AND b.name = ?" : "")
                    + (card ? " LEFT JOIN cards c ON c.home = b.home AND c.book = b.book AND c.name = ?" : "")
                    + (newest
                            ? " LEFT JOIN cards c ON c.home = b.home AND c.book = b.book AND c.sync_number = b.sync_number"
                            : "")
                    + (content
                            ? " LEFT JOIN contents t ON t.home = c.home AND t.book = c.book AND t.card = c.card"
                                    + " AND t.sync_number = c.sync_number AND c.bytes <= " + SMALL
                            : "")
                    + " WHERE p.kind = 'user' AND p.id = ?";
        }
    }

    /** @param errand whose names can be stored */
    Optional<Visit> visit(long user, Optional<Device> device, Errand errand) {
        boolean content = errand.content() && errand.card().isPresent() && sql.isFar();
        List<Object> arguments = new ArrayList<>();
        device.ifPresent(said -> arguments.addAll(List.of(said.appPassword, Sql.micros(said.now))));
        errand.book().ifPresent(arguments::add);
        errand.card().ifPresent(arguments::add);
        arguments.add(user);
        Shape shape = new Shape(
                device.isPresent(), errand.book().isPresent(), errand.card().isPresent(), content, errand.newest());
        return sql.first(TEXTS.get(shape), row -> visit(row, errand, content), arguments.toArray());
    }

    private static Visit visit(ResultSet row, Errand errand, boolean content) throws SQLException {
        Optional<AddressBook> book = errand.book().isPresent() && isThere(row, BOOK)
                ? Optional.of(BookTable.book(row, BOOK))
                : Optional.empty();
        Optional<Card> card = book.isPresent() && (errand.card().isPresent() || errand.newest()) && isThere(row, CARD)
                ? Optional.of(CardTable.card(book.get().id(), row, CARD))
                : Optional.empty();
        return new Visit(
                PrincipalTable.user(row),
                errand,
                book,
                errand.newest() ? Optional.empty() : card,
                content ? Optional.ofNullable(row.getBytes(CONTENT)) : Optional.empty(),
                errand.newest() ? card : Optional.empty());
    }

    private static boolean isThere(ResultSet row, int column) throws SQLException {
        row.getLong(column);
        return !row.wasNull();
    }
}
