package org.teldav.carddav;

import static org.teldav.dav.LiveProperty.live;
import static org.teldav.dav.LiveProperty.reference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.xml.namespace.QName;
import org.teldav.dav.Ace;
import org.teldav.dav.DavException;
import org.teldav.dav.LiveProperties;
import org.teldav.dav.LiveProperty;
import org.teldav.dav.Patchable;
import org.teldav.dav.Preconditions;
import org.teldav.dav.PrincipalResource;
import org.teldav.dav.Privilege;
import org.teldav.dav.PropertyUpdate;
import org.teldav.dav.Xml;
import org.teldav.dav.XmlOutput;
import org.teldav.storage.Principal;

/** A user's principal (RFC 3744 §2), seen by the user and by those in a group with them. */
final class UserPrincipal extends CommonProperties.Owned implements Patchable, PrincipalResource {
    private static final LiveProperties<UserPrincipal> PROPERTIES = CommonProperties.ALL.and(
            CommonProperties.<UserPrincipal>displayName(principal -> principal.user.displayName()),
            live(Xml.dav("principal-URL"), (principal, out) -> out.href(principal.href())),
            live(Xml.dav("alternate-URI-set"), (principal, out) -> {}),
            live(Xml.dav("group-member-set"), (principal, out) -> {}),
            live(
                    Xml.dav("group-membership"),
                    (principal, out) -> principal.groups().forEach(group -> out.href(Paths.group(group.name())))),
            reference(Xml.carddav("addressbook-home-set"), UserPrincipal::home),
            new LiveProperty<>(
                    SearchableProperties.EMAIL_ADDRESS_SET, UserPrincipal::isSelf, UserPrincipal::emails, false, false),
            OwnCard.property(OwnCard.PRINCIPAL_ADDRESS),
            OwnCard.property(OwnCard.ME_CARD));

    /** One's own card may be named, nothing else be written. */
    private static final Privilege[] SELF = {Privilege.READ, Privilege.WRITE_PROPERTIES};

    private static final List<Privilege> SELF_PRIVILEGES = Privilege.withContained(List.of(SELF));

    private final Principal.User user;

    UserPrincipal(Requester requester, Principal.User user) {
        super(requester);
        this.user = user;
    }

    /** Oneself, or somebody who is in a group with the one who asks. A path has one spelling: only people write names as they like, when they log in. */
    static Optional<UserPrincipal> find(Requester requester, String name) {
        if (requester.user().name().equals(name)) {
            return Optional.of(new UserPrincipal(requester, requester.user()));
        }
        return requester
                .read(tx -> tx.principals()
                        .user(name)
                        .filter(other -> other.name().equals(name))
                        .filter(other ->
                                tx.principals().shareGroup(requester.user().id(), other.id())))
                .map(other -> new UserPrincipal(requester, other));
    }

    /** Oneself, and everybody who is in a group with the one who asks, by name. */
    static List<UserPrincipal> all(Requester requester) {
        return requester.read(tx -> {
            Map<String, Principal.User> users = new TreeMap<>();
            users.put(requester.user().name(), requester.user());
            tx.principals()
                    .groupsOf(requester.user().id())
                    .forEach(group -> tx.principals()
                            .members(group.id())
                            .forEach(member -> users.putIfAbsent(member.name(), member)));
            return users.values().stream()
                    .map(user -> new UserPrincipal(requester, user))
                    .toList();
        });
    }

    @Override
    public String href() {
        return Paths.user(user.name());
    }

    @Override
    public String allow() {
        return isSelf() ? "OPTIONS, PROPFIND, PROPPATCH, REPORT, ACL" : "OPTIONS, PROPFIND, REPORT, ACL";
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
    public Optional<String> owner() {
        return Optional.of(href());
    }

    @Override
    public List<Privilege> privileges() {
        return isSelf() ? SELF_PRIVILEGES : CommonProperties.READ_PRIVILEGES;
    }

    /** Those in a group may find each other. The groups that the one who asks is not in aren't named. */
    @Override
    public List<Ace> aces() {
        List<Ace> aces = new ArrayList<>(List.of(Ace.of(href(), SELF)));
        groups().forEach(group -> aces.add(Ace.of(Paths.group(group.name()), Privilege.READ)));
        return aces;
    }

    @Override
    public Searched searched(QName property) {
        return SearchableProperties.of(this, property);
    }

    @Override
    public boolean takesProperties() {
        return isSelf();
    }

    @Override
    public Map<QName, DavException> patch(List<PropertyUpdate> updates, Preconditions conditions) {
        Map<QName, DavException> failures = new LinkedHashMap<>();
        List<PropertyUpdate> own = new ArrayList<>();
        for (PropertyUpdate update : updates) {
            if (OwnCard.names(update.name())) {
                own.add(update);
            } else if (update.value().isPresent()) {
                failures.put(update.name(), DavException.forbidden("a principal keeps no such property"));
            }
        }
        return failures.isEmpty() ? OwnCard.patch(requester, own, conditions, validators()) : failures;
    }

    Principal.User user() {
        return user;
    }

    boolean isSelf() {
        return user.id() == requester.user().id();
    }

    /** Only one's own: that others have one is no secret, but nobody else can do anything there. */
    Optional<String> home() {
        return isSelf() ? Optional.of(Paths.home(user.name())) : Optional.empty();
    }

    private static void emails(UserPrincipal principal, XmlOutput out) {
        SearchableProperties.emails(principal)
                .forEach(address -> out.text(Xml.calendarserver("email-address"), address));
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
