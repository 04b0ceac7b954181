package org.teldav.carddav;

import static org.teldav.carddav.RandomCard.pick;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;

/**
 * A filter as a client writes it, and what it means: put together from predicates on a card's meaning, so that neither the XML nor the card's text is
 * read.
 */
record RandomFilter(String xml, Predicate<RandomCard> meaning) {
    private record Condition<T>(String xml, Predicate<T> meaning) {}

    /** @param about some texts of the filter are cut out of this card, so that they are found at times */
    static RandomFilter next(Random random, RandomCard about) {
        Join join = Join.next(random);
        List<Predicate<RandomCard>> meanings = new ArrayList<>();
        StringBuilder xml =
                new StringBuilder("<C:filter").append(join.attribute).append('>');
        for (int n = random.nextInt(10) == 0 ? 0 : 1 + random.nextInt(2) * random.nextInt(3); n > 0; n--) {
            Condition<RandomCard> part = propFilter(random, about.anyLine(random));
            xml.append(part.xml);
            meanings.add(part.meaning);
        }
        Predicate<RandomCard> meaning = meanings.isEmpty() ? card -> true : join.of(meanings);
        return new RandomFilter(xml.append("</C:filter>").toString(), meaning);
    }

    private static Condition<RandomCard> propFilter(Random random, RandomCard.Line about) {
        String name = random.nextInt(3) == 0 ? pick(random, RandomCard.NAMES) : about.name();
        Optional<String> group =
                random.nextInt(5) == 0 ? Optional.of(pick(random, RandomCard.GROUPS)) : Optional.empty();
        Predicate<RandomCard.Line> named = line ->
                line.name().equals(name) && (group.isEmpty() || line.group().equals(group));
        Join join = Join.next(random);
        String start = "<C:prop-filter name='" + group.map(g -> g + ".").orElse("")
                + (random.nextBoolean() ? name : name.toLowerCase(Locale.ROOT)) + "'" + join.attribute + ">";
        if (random.nextInt(8) == 0) {
            return new Condition<>(
                    start + "<C:is-not-defined/></C:prop-filter>",
                    card -> card.lines().stream().noneMatch(named));
        }
        List<Condition<RandomCard.Line>> conditions = conditions(random, about.value());
        StringBuilder xml = new StringBuilder(start);
        conditions.forEach(condition -> xml.append(condition.xml));
        Predicate<RandomCard.Line> meaning = conditions.isEmpty()
                ? line -> true
                : join.of(conditions.stream().map(Condition::meaning).toList());
        return new Condition<>(
                xml.append("</C:prop-filter>").toString(),
                card -> card.lines().stream().anyMatch(named.and(meaning)));
    }

    private static List<Condition<RandomCard.Line>> conditions(Random random, String about) {
        List<Condition<RandomCard.Line>> conditions = new ArrayList<>();
        for (int n = random.nextInt(6) == 0 ? 0 : 1 + random.nextInt(2); n > 0; n--) {
            Condition<List<String>> match = textMatch(
                    random, random.nextInt(3) == 0 ? RandomCard.text(random, 2) : RandomCard.cut(random, about));
            conditions.add(new Condition<>(match.xml, line -> match.meaning.test(List.of(line.value()))));
        }
        for (int n = random.nextInt(4) == 0 ? 1 + random.nextInt(2) : 0; n > 0; n--) {
            conditions.add(paramFilter(random));
        }
        return conditions;
    }

    private static Condition<RandomCard.Line> paramFilter(Random random) {
        String name = pick(random, RandomCard.PARAMETERS);
        String start = "<C:param-filter name='" + (random.nextBoolean() ? name : name.toLowerCase(Locale.ROOT)) + "'>";
        String end = "</C:param-filter>";
        return switch (random.nextInt(3)) {
            case 0 -> new Condition<>(start + end, line -> !values(line, name).isEmpty());
            case 1 ->
                new Condition<>(
                        start + "<C:is-not-defined/>" + end,
                        line -> values(line, name).isEmpty());
            default -> {
                Condition<List<String>> match = textMatch(random, pick(random, RandomCard.PARAMETER_VALUES));
                yield new Condition<>(
                        start + match.xml + end,
                        line -> !values(line, name).isEmpty() && match.meaning.test(values(line, name)));
            }
        };
    }

    private static List<String> values(RandomCard.Line line, String name) {
        List<String> values = new ArrayList<>();
        for (RandomCard.Parameter parameter : line.parameters()) {
            if (parameter.name().equals(name)) {
                parameter
                        .values()
                        .forEach(value ->
                                values.addAll(name.equals("TYPE") ? List.of(value.split(",")) : List.of(value)));
            }
        }
        return values;
    }

    private static Condition<List<String>> textMatch(Random random, String text) {
        int collation = random.nextInt(4);
        int type = random.nextInt(5);
        boolean negate = random.nextInt(7) == 0;
        String xml = "<C:text-match"
                + new String[] {
                            "", " collation='i;unicode-casemap'", " collation='i;ascii-casemap'", " collation='i;octet'"
                        }
                        [collation]
                + new String[] {
                            "",
                            " match-type='contains'",
                            " match-type='equals'",
                            " match-type='starts-with'",
                            " match-type='ends-with'"
                        }
                        [type]
                + (negate ? " negate-condition='yes'" : random.nextBoolean() ? " negate-condition='no'" : "") + ">"
                + text + "</C:text-match>";
        return new Condition<>(
                xml,
                values ->
                        values.stream().anyMatch(value -> found(codes(value, collation), codes(text, collation), type))
                                != negate);
    }

    private static boolean found(List<Integer> value, List<Integer> text, int type) {
        int last = value.size() - text.size();
        for (int at = 0; at <= last; at++) {
            boolean place = switch (type) {
                case 2 -> last == 0;
                case 3 -> at == 0;
                case 4 -> at == last;
                default -> true;
            };
            if (place && value.subList(at, at + text.size()).equals(text)) {
                return true;
            }
        }
        return false;
    }

    private static List<Integer> codes(String text, int collation) {
        List<Integer> codes = new ArrayList<>();
        text.codePoints().forEach(code -> {
            if (collation <= 1) {
                String title = new String(Character.toChars(Character.toTitleCase(code)));
                Normalizer.normalize(title, Normalizer.Form.NFKD).codePoints().forEach(codes::add);
            } else {
                codes.add(collation == 2 && code >= 'A' && code <= 'Z' ? code + 32 : code);
            }
        });
        return codes;
    }

    private enum Join {
        DEFAULT(""),
        ANYOF(" test='anyof'"),
        ALLOF(" test='allof'");

        private final String attribute;

        Join(String attribute) {
            this.attribute = attribute;
        }

        static Join next(Random random) {
            return pick(random, values());
        }

        <T> Predicate<T> of(List<Predicate<T>> meanings) {
            return meanings.stream()
                    .reduce(this == ALLOF ? Predicate::and : Predicate::or)
                    .orElseThrow();
        }
    }
}
