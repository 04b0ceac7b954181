package org.teldav.vcard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.teldav.vcard.VCardText.ContentLine;

/**
 * Two cards of one person as one: all bytes of the first, and before its end those lines of the second that it hasn't, as they are there. A group of lines gets
 * another name where the first card has that already; where the cards are of two versions, the second one's lines are those of {@link VersionConversion}. Immutable.
 *
 * @param content the card
 * @param leftOut lines of the second card that say otherwise what a card says once, as people read them
 */
@SuppressWarnings("ArrayRecordComponent")
public record CardMerge(byte[] content, List<String> leftOut) {
    /** Of the card, not of the person. */
    private static final Set<String> FRAME = Set.of("BEGIN", "END", "VERSION", "UID", "PRODID", "REV");
    /** RFC 6350 §6 says *1 of these. */
    private static final Set<String> ONCE = Set.of("N", "BDAY", "ANNIVERSARY", "GENDER", "KIND");
    /** RFC 2426 §3 speaks of these in the singular. */
    private static final Set<String> ONCE_IN_3 =
            Set.of("FN", "NAME", "MAILER", "TZ", "GEO", "CLASS", "SORT-STRING", "X-ADDRESSBOOKSERVER-KIND");

    public CardMerge {
        leftOut = List.copyOf(leftOut);
    }

    /**
     * Merges in time linear in the bytes.
     *
     * @param key of a TEL's value; two with one key are one number
     * @return empty where one of them is a group of cards, or is written in a way that can't be merged
     */
    public static Optional<CardMerge> of(byte[] first, byte[] second, Function<String, Optional<String>> key) {
        VCardText kept = VCardText.parse(first);
        VCardText other = inVersionOf(kept, VCardText.parse(second));
        if (kept.isGroup()
                || other.isGroup()
                || kept.lines("END").isEmpty()
                || other.lines("END").isEmpty()) {
            return Optional.empty();
        }
        return new Merging(kept, other, key).merged();
    }

    private static VCardText inVersionOf(VCardText kept, VCardText other) {
        Optional<VCardVersion> target = VCardVersion.of(kept);
        if (target.isEmpty() || target.equals(VCardVersion.of(other))) {
            return other;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        VersionConversion.of(other, target.get()).orElse(List.of()).stream()
                .flatMap(CardLine::slices)
                .forEach(slice -> bytes.write(slice.bytes(), slice.from(), slice.length()));
        return VCardText.parse(bytes.toByteArray());
    }

    /** What a line says, however it is folded, labelled or grouped. */
    private record Said(String name, String value) {}

    /** Used once. */
    private static final class Merging {
        private final VCardText kept;
        private final VCardText other;
        private final Function<String, Optional<String>> key;
        private final Set<String> once;
        private final Set<Said> said = new HashSet<>();
        private final Set<String> names = new HashSet<>();
        private final Set<String> taken;
        private final Map<String, String> groups = new HashMap<>();
        private final List<String> leftOut = new ArrayList<>();

        Merging(VCardText kept, VCardText other, Function<String, Optional<String>> key) {
            this.kept = kept;
            this.other = other;
            this.key = key;
            boolean old = VCardVersion.of(kept).filter(VCardVersion.V3::equals).isPresent();
            this.once = Stream.concat(ONCE.stream(), old ? ONCE_IN_3.stream() : Stream.empty())
                    .collect(Collectors.toUnmodifiableSet());
            this.taken = kept.lines().stream()
                    .flatMap(line -> line.group().map(CardIndex::fold).stream())
                    .collect(Collectors.toCollection(HashSet::new));
            kept.lines().forEach(this::know);
        }

        private void know(ContentLine line) {
            said.add(said(line));
            names.add(line.name());
        }

        private Said said(ContentLine line) {
            String value = line.rawValue();
            if (line.is("TEL") || line.is("EMAIL")) {
                String text = line.text().strip();
                Optional<String> number = line.is("TEL") ? key.apply(text) : Optional.empty();
                value = number.orElseGet(() -> CardIndex.fold(text.replaceFirst("(?i)^(mailto|tel):", "")));
            }
            return new Said(line.name(), value);
        }

        Optional<CardMerge> merged() {
            Set<ContentLine> chosen =
                    other.lines().stream().filter(this::isNew).collect(Collectors.toCollection(HashSet::new));
            List<String> named = other.lines().stream()
                    .filter(chosen::contains)
                    .flatMap(line -> line.group().stream())
                    .toList();
            named.stream()
                    .filter(group -> !taken.contains(CardIndex.fold(group)))
                    .forEach(this::name);
            named.forEach(this::name);
            ByteArrayOutputStream added = new ByteArrayOutputStream();
            int count = 0;
            for (ContentLine line : other.lines()) {
                if (chosen.contains(line) || isLabelOfNew(line)) {
                    write(line, added);
                    count++;
                }
            }
            int end = kept.lines("END").get(0).start();
            byte[] content = Splice.apply(kept.bytes(), List.of(new Splice(end, end, added.toByteArray())));
            return VCardText.parse(content).lines().size() == kept.lines().size() + count
                    ? Optional.of(new CardMerge(content, leftOut))
                    : Optional.empty();
        }

        private boolean isNew(ContentLine line) {
            if (FRAME.contains(line.name()) || isLabel(line) || said.contains(said(line))) {
                return false;
            }
            if (once.contains(line.name()) && names.contains(line.name())) {
                if (!line.text().replace(";", "").isBlank()) {
                    leftOut.add(CardDifference.shown(line));
                }
                return false;
            }
            know(line);
            return true;
        }

        /** Apple's X-ABLabel and the like say something of the line whose group they share. */
        private static boolean isLabel(ContentLine line) {
            return line.group().isPresent() && line.name().startsWith("X-AB");
        }

        private boolean isLabelOfNew(ContentLine line) {
            return isLabel(line)
                    && line.group()
                            .map(CardIndex::fold)
                            .filter(groups::containsKey)
                            .isPresent();
        }

        private void name(String group) {
            groups.computeIfAbsent(CardIndex.fold(group), folded -> {
                String free = group;
                for (int i = 1; !taken.add(CardIndex.fold(free)); i++) {
                    free = "item" + i;
                }
                return free;
            });
        }

        private void write(ContentLine line, ByteArrayOutputStream to) {
            CardLine whole = CardLine.of(other, line);
            int from = whole.header().from();
            Optional<String> group = line.group();
            if (group.isPresent()) {
                String there = group.get();
                String named = groups.getOrDefault(CardIndex.fold(there), there);
                if (!CardIndex.fold(named).equals(CardIndex.fold(there)) && startsWith(whole.header(), there)) {
                    to.writeBytes(named.getBytes(UTF_8));
                    from += there.getBytes(UTF_8).length;
                }
            }
            to.write(other.bytes(), from, line.end() - from);
        }

        private static boolean startsWith(Slice header, String group) {
            return header.toString().toLowerCase(Locale.ROOT).startsWith(group.toLowerCase(Locale.ROOT) + ".");
        }
    }
}
