package org.teldav.dav;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.namespace.QName;

/**
 * Which properties are asked for, in a PROPFIND or a REPORT (RFC 4918 §14.20).
 *
 * @param names of {@code prop}, or of {@code include} beside {@code allprop}
 * @param minimal RFC 8144 §2.1: properties that aren't there need not be said
 * @param extra properties that only this report has, such as {@code CARDDAV:address-data}
 */
public record PropertyRequest(Kind kind, Set<QName> names, boolean minimal, List<LiveProperty<?>> extra) {
    /** Names in one request: each that isn't there is said of each resource of the answer. */
    public static final int MAX_NAMES = 1000;

    private static final QName PROP = Xml.dav("prop");
    private static final QName ALLPROP = Xml.dav("allprop");
    private static final QName PROPNAME = Xml.dav("propname");
    private static final QName INCLUDE = Xml.dav("include");

    /** Which of the three. */
    public enum Kind {
        PROP,
        ALLPROP,
        PROPNAME
    }

    /**
     * The request below {@code propfind} or a report's root.
     *
     * @return empty where there is none of the three
     * @throws DavException 400 where there are several, 413 where they name too many properties
     */
    public static Optional<PropertyRequest> of(XmlElement root, boolean minimal) {
        List<PropertyRequest> found = new ArrayList<>();
        for (XmlElement child : root.children()) {
            if (child.is(PROP)) {
                found.add(new PropertyRequest(Kind.PROP, names(child), minimal, List.of()));
            } else if (child.is(ALLPROP)) {
                Set<QName> included =
                        root.child(INCLUDE).map(PropertyRequest::names).orElse(Set.of());
                found.add(new PropertyRequest(Kind.ALLPROP, included, minimal, List.of()));
            } else if (child.is(PROPNAME)) {
                found.add(new PropertyRequest(Kind.PROPNAME, Set.of(), minimal, List.of()));
            }
        }
        if (found.size() > 1) {
            throw DavException.badRequest("only one of prop, allprop and propname can be asked for");
        }
        return found.stream().findFirst();
    }

    /** What an empty PROPFIND means (RFC 4918 §9.1). */
    public static PropertyRequest allprop(boolean minimal) {
        return new PropertyRequest(Kind.ALLPROP, Set.of(), minimal, List.of());
    }

    /** Just these. */
    public static PropertyRequest prop(QName... names) {
        return new PropertyRequest(Kind.PROP, new LinkedHashSet<>(List.of(names)), false, List.of());
    }

    /** RFC 7240 §4.2 and what Apple's clients say for it. */
    public static boolean minimal(DavRequest request) {
        return Preferences.of(request).minimal();
    }

    public PropertyRequest with(LiveProperty<?> property) {
        List<LiveProperty<?>> more = new ArrayList<>(extra);
        more.add(property);
        return new PropertyRequest(kind, names, minimal, more);
    }

    /** With one more name. */
    PropertyRequest and(QName name) {
        Set<QName> more = new LinkedHashSet<>(names);
        more.add(name);
        return new PropertyRequest(kind, more, minimal, extra);
    }

    /** Whether dead properties of resources with these live ones need to be read. */
    public boolean needsDead(LiveProperties<?> live) {
        return kind != Kind.PROP
                || names.stream()
                        .anyMatch(name -> live.find(name).isEmpty()
                                && extra.stream()
                                        .noneMatch(property -> property.name().equals(name)));
    }

    private static Set<QName> names(XmlElement prop) {
        Set<QName> names = new LinkedHashSet<>();
        prop.children().forEach(child -> names.add(child.name()));
        if (names.size() > MAX_NAMES) {
            throw new DavException(413, "the request names more than " + MAX_NAMES + " properties");
        }
        return names;
    }
}
