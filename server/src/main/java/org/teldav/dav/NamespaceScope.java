package org.teldav.dav;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The namespace declarations in whose scope an element is: one, and those around it, so that all elements share them. Immutable.
 *
 * @param prefix empty for the default namespace
 * @param size how many there are, also of the same prefix
 */
record NamespaceScope(Optional<NamespaceScope> outer, String prefix, String uri, int size) {
    /** Nothing is declared: the default namespace is none. */
    static final NamespaceScope NONE = new NamespaceScope(Optional.empty(), "", "", 0);

    NamespaceScope and(String otherPrefix, String otherUri) {
        return new NamespaceScope(Optional.of(this), otherPrefix, otherUri, size + 1);
    }

    /** The namespaces by their prefixes, of each the innermost. */
    Map<String, String> byPrefix() {
        Map<String, String> namespaces = new TreeMap<>();
        for (NamespaceScope at = this; at.outer.isPresent(); at = at.outer.get()) {
            namespaces.putIfAbsent(at.prefix, at.uri);
        }
        return namespaces;
    }
}
