package org.teldav.storage;

/** A user, group or book of that name is there already. */
public final class NameTakenException extends RuntimeException {
    public NameTakenException(String name) {
        super("the name '" + name + "' is taken");
    }
}
