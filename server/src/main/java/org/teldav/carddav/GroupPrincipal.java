package org.teldav.carddav;

import static org.teldav.dav.LiveProperty.live;

import java.util.List;
import java.util.Optional;
import javax.xml.namespace.QName;
import org.teldav.dav.Ace;
import org.teldav.dav.LiveProperties;
import org.teldav.dav.PrincipalResource;
import org.teldav.dav.Privilege;
import org.teldav.dav.Xml;
import org.teldav.storage.Principal;

/** A group's principal, seen by those who are in it. */
final class GroupPrincipal extends CommonProperties.Owned implements PrincipalResource {
    private static final LiveProperties<GroupPrincipal> PROPERTIES = CommonProperties.ALL.and(
            CommonProperties.<GroupPrincipal>displayName(principal -> principal.group.displayName()),
            live(Xml.dav("principal-URL"), (principal, out) -> out.href(principal.href())),
            live(Xml.dav("alternate-URI-set"), (principal, out) -> {}),
            live(Xml.dav("group-membership"), (principal, out) -> {}),
            live(
                    Xml.dav("group-member-set"),
                    (principal, out) -> principal.members().forEach(member -> out.href(Paths.user(member.name())))));

    private final Principal.Group group;

    private GroupPrincipal(Requester requester, Principal.Group group) {
        super(requester);
        this.group = group;
    }

    static Optional<GroupPrincipal> find(Requester requester, String name) {
        return all(requester).stream()
                .filter(principal -> principal.group.name().equals(name))
                .findFirst();
    }

    static List<GroupPrincipal> all(Requester requester) {
        return requester.read(tx -> tx.principals().groupsOf(requester.user().id())).stream()
                .map(group -> new GroupPrincipal(requester, group))
                .toList();
    }

    @Override
    public String href() {
        return Paths.group(group.name());
    }

    @Override
    public String allow() {
        return "OPTIONS, PROPFIND, REPORT, ACL";
    }

    @Override
    public LiveProperties<?> properties() {
        return PROPERTIES;
    }

    @Override
    List<QName> types() {
        return List.of(Xml.dav("collection"), Xml.dav("principal"));
    }

    /** Nobody's of those who are in it: who is, is decided elsewhere. */
    @Override
    public Optional<String> owner() {
        return Optional.empty();
    }

    @Override
    public List<Privilege> privileges() {
        return CommonProperties.READ_PRIVILEGES;
    }

    @Override
    public List<Ace> aces() {
        return List.of(Ace.of(href(), Privilege.READ));
    }

    @Override
    public Searched searched(QName property) {
        return property.equals(SearchableProperties.DISPLAYNAME)
                ? Searched.anywhereIn(group.displayName())
                : Searched.anywhereIn();
    }

    private List<Principal.User> members() {
        return requester.read(tx -> tx.principals().members(group.id()));
    }
}
