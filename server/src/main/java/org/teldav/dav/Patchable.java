package org.teldav.dav;

import java.util.List;
import java.util.Map;
import javax.xml.namespace.QName;

/** A resource whose properties can be set (RFC 4918 §9.2). */
public interface Patchable {
    /** Whether the one who asks may set any; where not, the method is not for this resource. */
    default boolean takesProperties() {
        return true;
    }

    /**
     * Applies all updates in their order in one transaction, or none. None of them names a protected property.
     *
     * @param conditions asked while nobody else can write it
     * @return the properties that could not be set, and why; then nothing was
     */
    Map<QName, DavException> patch(List<PropertyUpdate> updates, Preconditions conditions);
}
