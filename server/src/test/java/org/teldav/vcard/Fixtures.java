package org.teldav.vcard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The cards of real clients under {@code src/test/resources/vcards}, with numbers of nobody. */
public final class Fixtures {
    /** All that are contacts, each with {@code +14155550100} in it, in the manner of its client. */
    public static final List<String> CONTACTS = List.of(
            "iphone.vcf",
            "macos.vcf",
            "google.vcf",
            "outlook.vcf",
            "davx5.vcf",
            "thunderbird.vcf",
            "evolution.vcf",
            "nokia.vcf",
            "lf.vcf",
            "mixed-endings.vcf");

    private Fixtures() {}

    public static byte[] bytes(String name) {
        try (InputStream in = Fixtures.class.getResourceAsStream("/vcards/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static VCardText text(String name) {
        return VCardText.parse(bytes(name));
    }
}
