package org.teldav.dav;

/**
 * RFC 9110 §8.8.3.
 *
 * @param quoted the opaque tag with its quotes
 */
public record EntityTag(boolean weak, String quoted) {
    /** A strong one, as the server makes them. */
    public static EntityTag strong(String quoted) {
        return new EntityTag(false, quoted);
    }

    /** §8.8.3.2: both strong, and the same. */
    public boolean isStrongly(EntityTag other) {
        return !weak && !other.weak && quoted.equals(other.quoted);
    }

    /** §8.8.3.2: the same, whether weak or strong. */
    public boolean isWeakly(EntityTag other) {
        return quoted.equals(other.quoted);
    }

    @Override
    public String toString() {
        return weak ? "W/" + quoted : quoted;
    }
}
