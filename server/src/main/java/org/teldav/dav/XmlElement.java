package org.teldav.dav;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.namespace.QName;

/**
 * An element of a request. Immutable but for the lists it was given.
 *
 * @param attributes by name; those without a namespace have an empty one
 * @param language {@code xml:lang} in whose scope it is, its own or that of an element around it
 * @param text the character data directly in it, joined
 * @param source the element as it was sent, made to stand alone: namespaces and {@code xml:lang} that it inherits are declared in its start tag
 */
public record XmlElement(
        QName name,
        Map<QName, String> attributes,
        Optional<String> language,
        List<XmlElement> children,
        String text,
        Source source) {
    /** Made when it is asked for: only dead properties are. */
    @FunctionalInterface
    public interface Source {
        String xml();
    }

    public boolean is(QName other) {
        return name.equals(other);
    }

    /** The first child of that name. */
    public Optional<XmlElement> child(QName childName) {
        for (XmlElement child : children) {
            if (child.is(childName)) {
                return Optional.of(child);
            }
        }
        return Optional.empty();
    }

    /** All children of that name, in their order. */
    public List<XmlElement> children(QName childName) {
        return children.stream().filter(child -> child.is(childName)).toList();
    }

    /** An attribute without a namespace. */
    public Optional<String> attribute(String attributeName) {
        return Optional.ofNullable(attributes.get(new QName(attributeName)));
    }
}
