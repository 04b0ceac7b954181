package org.teldav.carddav;

import java.util.List;
import java.util.Optional;
import org.teldav.dav.Href;

/** The address space. */
public final class Paths {
    public static final String ROOT = "/dav/";
    static final String DAV = "dav";
    static final String PRINCIPALS = "principals";
    static final String USERS = "users";
    static final String GROUPS = "groups";
    static final String ADDRESS_BOOKS = "addressbooks";

    private Paths() {}

    /** {@code /dav/principals/users/<user>/}. */
    public static String user(String user) {
        return Href.of(true, DAV, PRINCIPALS, USERS, user);
    }

    /** {@code /dav/principals/groups/<group>/}. */
    public static String group(String group) {
        return Href.of(true, DAV, PRINCIPALS, GROUPS, group);
    }

    /** {@code /dav/addressbooks/<user>/}. */
    public static String home(String user) {
        return Href.of(true, DAV, ADDRESS_BOOKS, user);
    }

    /** {@code /dav/addressbooks/<user>/<book>/}. */
    public static String book(String user, String book) {
        return Href.of(true, DAV, ADDRESS_BOOKS, user, book);
    }

    static Href homePath(String user) {
        return new Href(List.of(DAV, ADDRESS_BOOKS, user), true);
    }

    static Href bookPath(String user, String book) {
        return new Href(List.of(DAV, ADDRESS_BOOKS, user, book), true);
    }

    static Href cardPath(String user, String book, String card) {
        return new Href(List.of(DAV, ADDRESS_BOOKS, user, book, card), false);
    }

    /** The names below the user's home; empty where the path does not lead there. */
    static Optional<List<String>> inHome(String user, Href path) {
        List<String> segments = path.segments();
        boolean inside = segments.size() >= 3 && segments.subList(0, 3).equals(List.of(DAV, ADDRESS_BOOKS, user));
        return inside ? Optional.of(segments.subList(3, segments.size())) : Optional.empty();
    }
}
