package org.teldav.carddav;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.teldav.dav.DavException;
import org.teldav.dav.Precondition;
import org.teldav.dav.Xml;
import org.teldav.dav.XmlElement;

/** One reading of a filter's XML (RFC 6352 §10.5); counts the parts. Not thread-safe. */
final class FilterReader {
    private int parts;

    Filter filter(XmlElement element) {
        List<PropFilter> propFilters = new ArrayList<>();
        for (XmlElement child : element.children()) {
            if (!child.is(Xml.carddav("prop-filter"))) {
                throw unsupported(element, child);
            }
            propFilters.add(propFilter(child));
        }
        return new Filter(test(element), propFilters);
    }

    private PropFilter propFilter(XmlElement element) {
        count();
        boolean isNotDefined = false;
        List<TextMatch> textMatches = new ArrayList<>();
        List<ParamFilter> paramFilters = new ArrayList<>();
        for (XmlElement child : element.children()) {
            if (child.is(Xml.carddav("is-not-defined"))) {
                isNotDefined = true;
            } else if (child.is(Xml.carddav("text-match"))) {
                textMatches.add(textMatch(child));
            } else if (child.is(Xml.carddav("param-filter"))) {
                paramFilters.add(paramFilter(child));
            } else {
                throw unsupported(element, child);
            }
        }
        if (isNotDefined && element.children().size() > 1) {
            throw alone(element);
        }
        PropertyName name = PropertyName.of(element);
        return new PropFilter(name.name(), name.group(), test(element), isNotDefined, textMatches, paramFilters);
    }

    private ParamFilter paramFilter(XmlElement element) {
        count();
        boolean isNotDefined = false;
        Optional<TextMatch> textMatch = Optional.empty();
        for (XmlElement child : element.children()) {
            if (child.is(Xml.carddav("is-not-defined"))) {
                isNotDefined = true;
            } else if (child.is(Xml.carddav("text-match"))) {
                textMatch = Optional.of(textMatch(child));
            } else {
                throw unsupported(element, child);
            }
        }
        if (element.children().size() > 1) {
            throw alone(element);
        }
        String name = PropertyName.attribute(element).toUpperCase(Locale.ROOT);
        return new ParamFilter(name, isNotDefined, textMatch);
    }

    private TextMatch textMatch(XmlElement element) {
        count();
        if (!element.children().isEmpty()) {
            throw unsupported(element, element.children().get(0));
        }
        if (element.text().length() > Filter.MAX_TEXT) {
            throw new DavException(
                    Precondition.SUPPORTED_FILTER, "a text-match is longer than " + Filter.MAX_TEXT + " characters");
        }
        return new TextMatch(element.text(), collation(element), matchType(element), negate(element));
    }

    private static Collation collation(XmlElement element) {
        String identifier = element.attribute("collation").orElse("default");
        return Collation.of(identifier)
                .orElseThrow(() -> new DavException(
                        Precondition.SUPPORTED_COLLATION,
                        "the collation " + Quoted.of(identifier) + " is not known here"));
    }

    private static TextMatch.MatchType matchType(XmlElement element) {
        String token = element.attribute("match-type").orElse(TextMatch.MatchType.CONTAINS.token());
        for (TextMatch.MatchType type : TextMatch.MatchType.values()) {
            if (type.token().equals(token)) {
                return type;
            }
        }
        throw unsupportedValue(element, "match-type", token);
    }

    private static boolean negate(XmlElement element) {
        String value = element.attribute("negate-condition").orElse("no");
        return switch (value) {
            case "yes" -> true;
            case "no" -> false;
            default -> throw unsupportedValue(element, "negate-condition", value);
        };
    }

    private static Filter.Test test(XmlElement element) {
        String value = element.attribute("test").orElse("anyof");
        return switch (value) {
            case "anyof" -> Filter.Test.ANYOF;
            case "allof" -> Filter.Test.ALLOF;
            default -> throw unsupportedValue(element, "test", value);
        };
    }

    private void count() {
        if (++parts > Filter.MAX_PARTS) {
            throw new DavException(
                    Precondition.SUPPORTED_FILTER, "the filter has more than " + Filter.MAX_PARTS + " parts");
        }
    }

    private static DavException unsupported(XmlElement parent, XmlElement child) {
        return new DavException(
                Precondition.SUPPORTED_FILTER,
                Quoted.of(child.name().toString()) + " is not known in "
                        + parent.name().getLocalPart());
    }

    private static DavException unsupportedValue(XmlElement element, String attribute, String value) {
        return new DavException(
                Precondition.SUPPORTED_FILTER,
                attribute + "=" + Quoted.of(value) + " is not known in "
                        + element.name().getLocalPart());
    }

    private static DavException alone(XmlElement element) {
        return new DavException(
                Precondition.SUPPORTED_FILTER,
                "is-not-defined excludes other conditions in " + element.name().getLocalPart()
                        + ", and a param-filter has one condition at most");
    }
}
