package org.teldav;

/**
 * What was looked at, and what there is to say of it.
 *
 * @param check what was looked at: a word
 * @param level whether something has to be done
 * @param said how it is, or what to do
 */
public record Finding(String check, Level level, String said) {
    /** Whether something has to be done; {@code DOUBTFUL} where it depends on what is wanted. */
    public enum Level {
        WELL,
        DOUBTFUL,
        ILL
    }

    public static Finding well(String check, String said) {
        return new Finding(check, Level.WELL, said);
    }

    static Finding doubtful(String check, String said) {
        return new Finding(check, Level.DOUBTFUL, said);
    }

    public static Finding ill(String check, String said) {
        return new Finding(check, Level.ILL, said);
    }

    /** Whether nothing has to be done. */
    public boolean well() {
        return level != Level.ILL;
    }
}
