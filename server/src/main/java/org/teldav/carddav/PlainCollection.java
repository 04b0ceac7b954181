package org.teldav.carddav;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.xml.namespace.QName;
import org.teldav.dav.Ace;
import org.teldav.dav.DavCollection;
import org.teldav.dav.DavResource;
import org.teldav.dav.LiveProperties;
import org.teldav.dav.Privilege;
import org.teldav.dav.PropertyRequest;

/** A collection above homes and principals: it only leads on. */
final class PlainCollection extends CommonProperties.Owned implements DavCollection {
    private final String href;
    private final Function<String, Optional<? extends DavResource>> member;
    private final Supplier<List<? extends DavResource>> members;

    /**
     * @param member finds one by its name
     * @param members those that are shown to the one who asks
     */
    PlainCollection(
            Requester requester,
            String href,
            Function<String, Optional<? extends DavResource>> member,
            Supplier<List<? extends DavResource>> members) {
        super(requester);
        this.href = href;
        this.member = member;
        this.members = members;
    }

    @Override
    public String href() {
        return href;
    }

    /** Its name in the collection above; empty where there is none. */
    String name() {
        int end = href.length() - 1;
        return href.substring(Math.min(end, href.lastIndexOf('/', end - 1) + 1), end);
    }

    @Override
    public String allow() {
        return "OPTIONS, PROPFIND, REPORT, ACL";
    }

    @Override
    public LiveProperties<?> properties() {
        return CommonProperties.ALL;
    }

    @Override
    List<QName> types() {
        return CommonProperties.collectionAnd();
    }

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
        return List.of(Ace.ofAuthenticated(Privilege.READ));
    }

    @Override
    public Set<QName> reports() {
        return Reports.OF_A_COLLECTION;
    }

    @Override
    public boolean holdsPrincipals() {
        return true;
    }

    @Override
    public Optional<DavResource> member(String name) {
        return member.apply(name).map(resource -> resource);
    }

    @Override
    public void members(PropertyRequest request, Consumer<DavResource> receiver) {
        members.get().forEach(receiver);
    }
}
