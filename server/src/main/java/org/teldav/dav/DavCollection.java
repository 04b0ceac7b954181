package org.teldav.dav;

import java.util.Optional;
import java.util.function.Consumer;

/** A resource with members. */
public interface DavCollection {
    /** The member under that decoded name. */
    Optional<DavResource> member(String name);

    /**
     * Hands over all members, one after the other, as they are read.
     *
     * @param request what will be asked of them
     */
    void members(PropertyRequest request, Consumer<DavResource> receiver);

    /** Whether principals may be among the members, at any depth. */
    default boolean holdsPrincipals() {
        return false;
    }
}
