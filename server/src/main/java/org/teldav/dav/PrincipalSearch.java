package org.teldav.dav;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.xml.namespace.QName;

/**
 * What a principal-property-search looks for (RFC 3744 §9.4), with the {@code test} and {@code match-type} attributes of Apple's clients.
 *
 * @param any whether one of the conditions is enough
 */
record PrincipalSearch(boolean any, List<Condition> conditions) {
    /** Conditions of one request. */
    static final int MAX_CONDITIONS = 50;

    private static final QName PROPERTY_SEARCH = Xml.dav("property-search");
    private static final QName PROP = Xml.dav("prop");
    private static final QName MATCH = Xml.dav("match");

    /** @param text folded */
    record Condition(QName property, String text, Kind kind) {}

    /** How a value has to match. */
    enum Kind {
        CONTAINS,
        STARTS_WITH,
        ENDS_WITH,
        EQUALS;

        static Kind of(XmlElement match) {
            return switch (match.attribute("match-type").orElse("contains")) {
                case "contains" -> CONTAINS;
                case "starts-with" -> STARTS_WITH;
                case "ends-with" -> ENDS_WITH;
                case "equals" -> EQUALS;
                default -> throw DavException.badRequest("match-type is contains, starts-with, ends-with or equals");
            };
        }

        boolean matches(String value, String text) {
            return switch (this) {
                case CONTAINS -> value.contains(text);
                case STARTS_WITH -> value.startsWith(text);
                case ENDS_WITH -> value.endsWith(text);
                case EQUALS -> value.equals(text);
            };
        }
    }

    /** @param fold makes texts alike that differ in case only */
    static PrincipalSearch of(XmlElement body, UnaryOperator<String> fold) {
        boolean any = switch (body.attribute("test").orElse("allof")) {
            case "allof" -> false;
            case "anyof" -> true;
            default -> throw DavException.badRequest("test is allof or anyof");
        };
        List<Condition> conditions = new ArrayList<>();
        for (XmlElement search : body.children(PROPERTY_SEARCH)) {
            XmlElement match =
                    search.child(MATCH).orElseThrow(() -> DavException.badRequest("a property-search has a match"));
            List<QName> properties = search.children(PROP).stream()
                    .flatMap(prop -> prop.children().stream())
                    .map(XmlElement::name)
                    .toList();
            if (properties.isEmpty()) {
                throw DavException.badRequest("a property-search names the properties that it searches");
            }
            String text = fold.apply(match.text().strip());
            properties.forEach(property -> conditions.add(new Condition(property, text, Kind.of(match))));
        }
        if (conditions.isEmpty() || conditions.size() > MAX_CONDITIONS) {
            throw DavException.badRequest("a search has 1 to " + MAX_CONDITIONS + " conditions");
        }
        return new PrincipalSearch(any, List.copyOf(conditions));
    }

    boolean matches(PrincipalResource principal, UnaryOperator<String> fold) {
        Stream<Condition> all = conditions.stream();
        return any
                ? all.anyMatch(condition -> holds(condition, principal, fold))
                : all.allMatch(condition -> holds(condition, principal, fold));
    }

    private static boolean holds(Condition condition, PrincipalResource principal, UnaryOperator<String> fold) {
        PrincipalResource.Searched searched = principal.searched(condition.property());
        Kind kind = searched.wholeOnly() ? Kind.EQUALS : condition.kind();
        return searched.values().stream().anyMatch(value -> kind.matches(fold.apply(value), condition.text()));
    }
}
