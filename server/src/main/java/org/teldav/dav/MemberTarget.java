package org.teldav.dav;

/** A collection in which the server may give new members their names (RFC 5995). */
public interface MemberTarget extends PutTarget {
    /** Whether it does. */
    boolean addsMembers();

    /** One that nothing has. */
    String newName();
}
