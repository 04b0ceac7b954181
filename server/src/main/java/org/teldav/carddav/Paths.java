package org.teldav.carddav;

import java.util.List;
import java.util.Optional;
import org.teldav.dav.DavException;
import org.teldav.dav.Href;
import org.teldav.storage.Errand;

/** The address space. */
public final class Paths {
    public static final String ROOT = "/dav/";
    static final String DAV = "dav";
    static final String PRINCIPALS = "principals";
    static final String USERS = "users";
    static final String GROUPS = "groups";
    static final String ADDRESS_BOOKS = "addressbooks";
    static final String PUSH = "push";
    static final String PUSH_ROOT = ROOT + PUSH + "/";

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

    /** {@code /dav/push/<id>}: a registration of whoever asks. */
    static String push(String id) {
        return Href.of(false, DAV, PUSH, id);
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

    /**
     * What a request asks of the store before all else: the book of a PUT, with a REPORT on a book its last change, and of anything else what the path names.
     *
     * @param rawPath as it stands in the request; one that leads nowhere asks for nothing
     */
    public static Errand errand(String method, String rawPath) {
        try {
            return errand(method, Href.parse(rawPath).segments());
        } catch (DavException unreadable) {
            return Errand.NONE;
        }
    }

    private static Errand errand(String method, List<String> path) {
        boolean inside = path.size() > 3 && path.subList(0, 2).equals(List.of(DAV, ADDRESS_BOOKS));
        if (!inside || path.size() > 5) {
            return Errand.NONE;
        }
        if (path.size() == 4 && method.equals("REPORT")) {
            return Errand.ofChangesIn(path.get(3));
        }
        return path.size() == 4 || method.equals("PUT")
                ? Errand.ofBook(path.get(3))
                : Errand.ofCard(path.get(3), path.get(4), method.equals("GET") || method.equals("HEAD"));
    }

    /** The names below the user's home; empty where the path does not lead there. */
    static Optional<List<String>> inHome(String user, Href path) {
        List<String> segments = path.segments();
        boolean inside = segments.size() >= 3 && segments.subList(0, 3).equals(List.of(DAV, ADDRESS_BOOKS, user));
        return inside ? Optional.of(segments.subList(3, segments.size())) : Optional.empty();
    }
}
