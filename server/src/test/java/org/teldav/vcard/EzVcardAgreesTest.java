package org.teldav.vcard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.mangstadt.vinnie.VObjectProperty;
import com.github.mangstadt.vinnie.io.Context;
import com.github.mangstadt.vinnie.io.SyntaxRules;
import com.github.mangstadt.vinnie.io.VObjectDataListener;
import com.github.mangstadt.vinnie.io.VObjectPropertyValues;
import com.github.mangstadt.vinnie.io.VObjectReader;
import com.github.mangstadt.vinnie.io.Warning;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** ez-vcard's own lexer sees the same properties, groups, parameters and values as {@link VCardText}. */
class EzVcardAgreesTest {
    static final List<String> CARDS = List.of(
            "iphone.vcf",
            "macos.vcf",
            "google.vcf",
            "outlook.vcf",
            "davx5.vcf",
            "thunderbird.vcf",
            "evolution.vcf",
            "lf.vcf",
            "comment.vcf",
            "group.vcf",
            "group-v4.vcf");

    private record Property(String group, String name, Map<String, List<String>> parameters, String raw, String text) {}

    @ParameterizedTest
    @FieldSource("CARDS")
    void on_the_cards_of_real_clients(String fixture) throws IOException {
        byte[] card = Fixtures.bytes(fixture);
        assertThat(ours(card)).isEqualTo(theirs(card));
    }

    @Test
    void on_random_cards() throws IOException {
        long seed = 99;
        Random random = new Random(seed);
        for (int round = 0; round < 3_000; round++) {
            byte[] card = randomCard(random).getBytes(UTF_8);
            assertThat(ours(card))
                    .as("seed %d, round %d:%n%s", seed, round, new String(card, UTF_8))
                    .isEqualTo(theirs(card));
        }
    }

    private static final String[] NAMES = {"TEL", "tel", "NOTE", "X-ABLabel", "EMAIL", "CATEGORIES", "X-FOO"};
    private static final String[] GROUPS = {"", "", "item1.", "ITEM1.", "my-Group."};
    private static final String[] PARAMETERS = {
        "",
        ";TYPE=CELL",
        ";type=cell,voice;TYPE=\"home\"",
        ";X-A=\"a:b;c\"",
        ";X-A=^n^^^'",
        ";CELL;PREF",
        ";X-A=",
        ";X-Ü=ü"
    };
    private static final String[] VALUES = {
        "",
        "+1 415 555 0100",
        "a\\, b\\; c\\n d\\\\",
        "Öl, 電話; 😀",
        "tel:+1415;ext=3",
        "\"quoted: text\"",
        "a=b=",
        " led by a blank"
    };

    private static String any(Random random, String... of) {
        return of[random.nextInt(of.length)];
    }

    private static String randomCard(Random random) {
        String ending = random.nextBoolean() ? "\r\n" : "\n";
        StringBuilder card = new StringBuilder("BEGIN:VCARD" + ending + "VERSION:4.0" + ending);
        for (int i = random.nextInt(9); i >= 0; i--) {
            String line = any(random, GROUPS) + any(random, NAMES) + any(random, PARAMETERS) + ":" + any(random, VALUES)
                    + any(random, VALUES);
            card.append(random.nextBoolean() ? line : folded(random, line, ending))
                    .append(ending);
            card.append(random.nextInt(9) == 0 ? ending : "");
        }
        return card.append("END:VCARD")
                .append(random.nextBoolean() ? ending : "")
                .toString();
    }

    private static String folded(Random random, String line, String ending) {
        StringBuilder folded = new StringBuilder();
        line.codePoints().forEach(c -> {
            if (!folded.isEmpty() && random.nextInt(7) == 0) {
                folded.append(ending).append(random.nextBoolean() ? " " : "\t");
            }
            folded.appendCodePoint(c);
        });
        return folded.toString();
    }

    private static List<Property> ours(byte[] card) {
        return VCardText.parse(card).lines().stream()
                .filter(line -> !line.is("BEGIN") && !line.is("END") && !line.is("VERSION"))
                .map(line -> {
                    Map<String, List<String>> parameters = new TreeMap<>();
                    line.parameters()
                            .forEach(parameter -> parameters
                                    .computeIfAbsent(parameter.name(), name -> new ArrayList<>())
                                    .addAll(parameter.values()));
                    return new Property(line.group().orElse(""), line.name(), parameters, line.rawValue(), line.text());
                })
                .toList();
    }

    private static List<Property> theirs(byte[] card) throws IOException {
        Listener listener = new Listener();
        try (VObjectReader reader = new VObjectReader(new StringReader(new String(card, UTF_8)), SyntaxRules.vcard())) {
            reader.parse(listener);
        }
        return listener.properties;
    }

    private static final class Listener implements VObjectDataListener {
        private final List<Property> properties = new ArrayList<>();

        @Override
        public void onProperty(VObjectProperty property, Context context) {
            Map<String, List<String>> parameters = new TreeMap<>();
            property.getParameters()
                    .getMap()
                    .forEach((name, values) -> parameters
                            .computeIfAbsent(
                                    name == null ? "TYPE" : name.toUpperCase(Locale.ROOT), n -> new ArrayList<>())
                            .addAll(values));
            properties.add(new Property(
                    property.getGroup() == null ? "" : property.getGroup(),
                    property.getName().toUpperCase(Locale.ROOT),
                    parameters,
                    property.getValue(),
                    VObjectPropertyValues.unescape(property.getValue()).replace(System.lineSeparator(), "\n")));
        }

        @Override
        public void onComponentBegin(String name, Context context) {}

        @Override
        public void onComponentEnd(String name, Context context) {}

        @Override
        public void onVersion(String value, Context context) {}

        @Override
        public void onWarning(
                Warning warning, @Nullable VObjectProperty property, @Nullable Exception thrown, Context context) {}
    }
}
