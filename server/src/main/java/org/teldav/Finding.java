package org.teldav;

/**
 * What was looked at, and what there is to say of it.
 *
 * @param check what was looked at: a word
 * @param well whether nothing has to be done
 * @param said how it is, or what to do
 */
public record Finding(String check, boolean well, String said) {
    static Finding well(String check, String said) {
        return new Finding(check, true, said);
    }

    static Finding ill(String check, String said) {
        return new Finding(check, false, said);
    }
}
