package org.teldav.dav;

import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.namespace.QName;

/** A collection in which collections can be made (RFC 4918 §9.3, RFC 5689). */
public interface MkcolTarget {
    /**
     * Makes a collection with these properties, or nothing.
     *
     * @param types of {@code DAV:resourcetype}; empty for a plain MKCOL
     * @param conditions asked while nothing else can be made in the collection
     * @return the properties that could not be set, and why; then nothing was made
     */
    Map<QName, DavException> mkcol(
            String name, Set<QName> types, List<PropertyUpdate> properties, Preconditions conditions);
}
