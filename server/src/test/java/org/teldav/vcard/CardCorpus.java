package org.teldav.vcard;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Cards as programs write them, each with {@value #OLD} of one person, who has {@code +14155550123} too: the templates under {@code corpus/}, in all the manners in which people write
 * the number, and with the oddities of {@link CardTwist}. The same ones in each run.
 */
public final class CardCorpus {
    public static final String OLD = "+14155550100";
    public static final String OTHER = "+14155550123";
    public static final String INLAND = "+12125550142";
    public static final String ABROAD = "+447700900123";
    private static final long SEED = 300;
    /** The version that no server has to take (RFC 6352 §6.3.2): such cards come to be rewritten only where a program imports them as they are. */
    private static final String UNSTORED = "v21-";

    /** A number as it is in a card, and what its holder reads when it became {@link #INLAND} or {@link #ABROAD}. */
    private record Manner(String old, String inland, String abroad) {}

    private static final List<Manner> TEXT = List.of(
            new Manner("(415) 555-0100", "(212) 555-0142", "+44 7700 900123"),
            new Manner("+1 (415) 555-0100", "+1 (212) 555-0142", "+44 7700 900123"),
            new Manner("+14155550100", "+12125550142", "+447700900123"),
            new Manner("4155550100", "2125550142", "+447700900123"),
            new Manner("415-555-0100", "212-555-0142", "+44-7700-900123"),
            new Manner("415.555.0100", "212.555.0142", "+44.7700.900123"),
            new Manner("1 415 555 0100", "1 212 555 0142", "+44 7700 900123"),
            new Manner("+1 415-555-0100", "+1 212-555-0142", "+44 7700 900123"),
            new Manner("1-415-555-0100", "1-212-555-0142", "+44-7700-900123"),
            new Manner("+1\u00A0415\u00A0555\u00A00100", "+1\u00A0212\u00A0555\u00A00142", "+44\u00A07700\u00A0900123"),
            new Manner("(415)555-0100\\,\\,12#", "(212)555-0142", "+44 7700 900123"));

    private static final List<Manner> URI = List.of(
            new Manner("tel:+14155550100", "tel:+12125550142", "tel:+447700900123"),
            new Manner("tel:+1-415-555-0100", "tel:+1-212-555-0142", "tel:+44-7700-900123"),
            new Manner("tel:+1.415.555.0100", "tel:+1.212.555.0142", "tel:+44.7700.900123"),
            new Manner("TEL:+1(415)5550100", "TEL:+1(212)5550142", "TEL:+447700900123"),
            new Manner("tel:4155550100;phone-context=+1", "tel:+12125550142", "tel:+447700900123"));

    private static final List<Manner> QUOTED = List.of(
            new Manner("=2B1=20415=20555=200100", "+1 212 555 0142", "+44 7700 900123"),
            new Manner("=2B14155550100", "+12125550142", "+447700900123"),
            new Manner("=2B1=20415=\r\n=20555=200100", "+1 212 555 0142", "+44 7700 900123"),
            new Manner("(415) 555-0100", "(212) 555-0142", "+44 7700 900123"),
            new Manner("=34=31=35=35=35=\r\n=35=30=31=30=30", "2125550142", "+447700900123"));

    private static final Map<String, List<Manner>> BY_MARK = Map.of("{{TEL}}", TEXT, "{{URI}}", URI, "{{QP}}", QUOTED);

    private CardCorpus() {}

    /** Cards that a server stores: versions 3.0 and 4.0. */
    public static List<CorpusCard> cards() {
        return written(template -> !template.startsWith(UNSTORED));
    }

    /** Cards of version 2.1. */
    public static List<CorpusCard> unstored() {
        return written(template -> template.startsWith(UNSTORED));
    }

    private static List<CorpusCard> written(Predicate<String> wanted) {
        List<CorpusCard> cards = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder())) {
            for (Path file : files.sorted().toList()) {
                String template = file.getFileName().toString().replace(".vcf", "");
                if (wanted.test(template)) {
                    write(template, new String(Files.readAllBytes(file), ISO_8859_1), cards);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return cards;
    }

    private static Path folder() {
        try {
            return Path.of(CardCorpus.class.getResource("/corpus").toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** The template in each manner of its number, one of them as the program writes it, the others with twists that change in turn. */
    private static void write(String template, String text, List<CorpusCard> cards) {
        String mark =
                BY_MARK.keySet().stream().filter(text::contains).findFirst().orElseThrow();
        Random random = new Random(SEED + template.hashCode());
        int twist = random.nextInt(CardTwist.values().length);
        for (Manner manner : BY_MARK.get(mark)) {
            String name = template + "-" + BY_MARK.get(mark).indexOf(manner);
            CorpusCard card = card(name, text, mark, manner);
            card = CardTwist.values()[twist++ % CardTwist.values().length].of(card, random);
            cards.add(CardTwist.values()[random.nextInt(CardTwist.values().length)].of(card, random));
        }
    }

    private static CorpusCard card(String name, String template, String mark, Manner manner) {
        String text = template.replace("{{UID}}", name);
        int at = text.indexOf(mark);
        return new CorpusCard(
                name,
                text.substring(0, at).getBytes(ISO_8859_1),
                manner.old().getBytes(UTF_8),
                text.substring(at + mark.length()).getBytes(ISO_8859_1),
                manner.inland(),
                manner.abroad());
    }
}
