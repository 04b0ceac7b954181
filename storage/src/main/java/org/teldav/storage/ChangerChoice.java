package org.teldav.storage;

/** What a user wants of the changes that go out from them (propagation.md, "Choices"). */
public record ChangerChoice(Audience audience, Scope scope) {
    public static final ChangerChoice DEFAULT = new ChangerChoice(Audience.EVERYONE, Scope.REPLACED);

    /** Whose books are rewritten. In this order fewer and fewer. */
    public enum Audience {
        /** All in a group of theirs who have them. */
        EVERYONE,
        /** Only those of whom they have an entry, too. */
        CONTACTS,
        NOBODY;

        /** Who is in both. */
        public Audience and(Audience other) {
            return compareTo(other) >= 0 ? this : other;
        }
    }

    /** What is told. */
    public enum Scope {
        /** Numbers that took another's place. */
        REPLACED,
        /** Numbers that came without taking any place, too. */
        ADDED
    }
}
