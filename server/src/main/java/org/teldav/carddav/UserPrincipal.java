package org.teldav.carddav;

import static org.teldav.dav.LiveProperty.live;
import static org.teldav.dav.LiveProperty.reference;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.namespace.QName;
import org.teldav.dav.DavException;
import org.teldav.dav.LiveProperties;
import org.teldav.dav.Patchable;
import org.teldav.dav.Preconditions;
import org.teldav.dav.PropertyUpdate;
import org.teldav.dav.Xml;
import org.teldav.storage.Principal;

/** A user's principal (RFC 3744 §2), seen by the user and by those in a group with them. */
final class UserPrincipal extends CommonProperties.Owned implements Patchable {
    private static final LiveProperties<UserPrincipal> PROPERTIES = CommonProperties.ALL.and(
            CommonProperties.<UserPrincipal>displayName(principal -> principal.user.displayName()),
            live(Xml.dav("principal-URL"), (principal, out) -> out.href(principal.href())),
            live(Xml.dav("alternate-URI-set"), (principal, out) -> {}),
            reference(Xml.dav("owner"), principal -> Optional.of(principal.href())),
            live(
                    Xml.dav("group-membership"),
                    (principal, out) -> principal.groups().forEach(group -> out.href(Paths.group(group.name())))),
            reference(Xml.carddav("addressbook-home-set"), UserPrincipal::home),
            OwnCard.property(OwnCard.PRINCIPAL_ADDRESS),
            OwnCard.property(OwnCard.ME_CARD));

    private final Principal.User user;

    UserPrincipal(Requester requester, Principal.User user) {
        super(requester);
        this.user = user;
    }

    /** Oneself, or somebody who is in a group with the one who asks. */
    static Optional<UserPrincipal> find(Requester requester, String name) {
        if (requester.user().name().equals(name)) {
            return Optional.of(new UserPrincipal(requester, requester.user()));
        }
        return requester
                .read(tx -> tx.principals()
                        .user(name)
                        .filter(other ->
                                tx.principals().shareGroup(requester.user().id(), other.id())))
                .map(other -> new UserPrincipal(requester, other));
    }

    @Override
    public String href() {
        return Paths.user(user.name());
    }

    @Override
    public String allow() {
        return isSelf() ? "OPTIONS, PROPFIND, PROPPATCH" : "OPTIONS, PROPFIND";
    }

    @Override
    public LiveProperties<?> properties() {
        return PROPERTIES;
    }

    @Override
    List<QName> types() {
        return List.of(Xml.dav("collection"), Xml.dav("principal"));
    }

    @Override
    List<QName> privileges() {
        return isSelf() ? OwnCard.PRIVILEGES : CommonProperties.READ_PRIVILEGES;
    }

    @Override
    public Map<QName, DavException> patch(List<PropertyUpdate> updates, Preconditions conditions) {
        if (!isSelf()) {
            throw DavException.methodNotAllowed("PROPPATCH", allow());
        }
        Map<QName, DavException> failures = new LinkedHashMap<>();
        for (PropertyUpdate update : updates) {
            if (!OwnCard.names(update.name())) {
                failures.put(update.name(), DavException.forbidden("a principal keeps no such property"));
            }
        }
        return failures.isEmpty() ? OwnCard.patch(requester, updates, conditions, validators()) : failures;
    }

    private boolean isSelf() {
        return user.id() == requester.user().id();
    }

    /** Only one's own: that others have one is no secret, but nobody else can do anything there. */
    private Optional<String> home() {
        return isSelf() ? Optional.of(Paths.home(user.name())) : Optional.empty();
    }

    private List<Principal.Group> groups() {
        return requester.read(tx -> {
            List<Principal.Group> groups = tx.principals().groupsOf(user.id());
            return isSelf()
                    ? groups
                    : groups.stream()
                            .filter(tx.principals().groupsOf(requester.user().id())::contains)
                            .toList();
        });
    }

    /** Whose own card may be told: oneself only. */
    Optional<Requester> asSelf() {
        return isSelf() ? Optional.of(requester) : Optional.empty();
    }
}
