package org.teldav.carddav;

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
}
