package org.teldav.dav;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A resource that tells who may do what with it (RFC 3744 §5). */
public interface AccessControlled {
    /** The href of the principal whose it is; empty where it is nobody's. */
    Optional<String> owner();

    /** Who may do what, as far as the one who asks may know: no principal appears that they can't see. */
    List<Ace> aces();

    /** What the one who asks may do, with all that is in it. */
    List<Privilege> privileges();

    /** The resource from which {@link #aces} come down. */
    Optional<String> inheritedAcl();

    /** Where principals are (§5.8). */
    List<String> principalCollections();

    /** The href of the one who asks (RFC 5397). */
    String currentUser();

    /** The hrefs of those principals that the one who asks is: their own and those of their groups. */
    Set<String> currentUserPrincipals();
}
