package org.teldav;

import java.util.Optional;

/** Which release this is. */
public final class Version {
    private Version() {}

    /** From the jar's manifest; {@code development} where it runs from classes. */
    public static String current() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
