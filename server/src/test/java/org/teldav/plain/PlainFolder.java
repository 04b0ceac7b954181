package org.teldav.plain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.xml.namespace.QName;
import org.teldav.dav.DavCollection;
import org.teldav.dav.DavException;
import org.teldav.dav.DavResource;
import org.teldav.dav.Href;
import org.teldav.dav.LiveProperties;
import org.teldav.dav.LiveProperty;
import org.teldav.dav.LockTarget;
import org.teldav.dav.MkcolTarget;
import org.teldav.dav.Precondition;
import org.teldav.dav.Preconditions;
import org.teldav.dav.PropertyRequest;
import org.teldav.dav.PropertyUpdate;
import org.teldav.dav.PutTarget;
import org.teldav.dav.Touched;
import org.teldav.dav.Xml;

/** A folder of folders and files. */
final class PlainFolder extends PlainResource implements DavCollection, PutTarget, MkcolTarget, LockTarget {
    private static final QName COLLECTION = Xml.dav("collection");
    private static final LiveProperties<PlainFolder> PROPERTIES = PlainResource.PROPERTIES.and(
            LiveProperty.<PlainFolder>live(Xml.dav("resourcetype"), (folder, out) -> out.empty(COLLECTION))
                    .inAllprop());

    private final Map<String, PlainResource> members = new TreeMap<>();

    PlainFolder(PlainTree tree, Optional<PlainFolder> parent, String name) {
        super(tree, parent, name);
    }

    Optional<PlainResource> child(String name) {
        return Optional.ofNullable(members.get(name));
    }

    void add(String name, PlainResource resource) {
        members.put(name, resource);
        touch();
    }

    void remove(String name) {
        members.remove(name);
        touch();
    }

    private Href memberPath(String name) {
        return Href.parse(Href.member(href(), name, false));
    }

    /** What a member that comes or is replaced changes (RFC 4918 §7.4). */
    Touched[] coming(String name) {
        Touched member = Touched.tree(memberPath(name));
        return child(name).isPresent() ? new Touched[] {member} : new Touched[] {member, Touched.itself(path())};
    }

    @Override
    boolean isFolder() {
        return true;
    }

    @Override
    PlainResource copyTo(PlainFolder target, String newName, boolean deep) {
        PlainFolder copy = new PlainFolder(tree, Optional.of(target), newName);
        if (deep) {
            members.forEach((name, member) -> copy.add(name, member.copyTo(copy, name, true)));
        }
        return copy.withDead(this);
    }

    @Override
    Optional<String> etag() {
        return Optional.empty();
    }

    @Override
    public String allow() {
        return "OPTIONS, DELETE, COPY, MOVE, MKCOL, LOCK, UNLOCK, PROPFIND, PROPPATCH";
    }

    @Override
    public LiveProperties<?> properties() {
        return PROPERTIES;
    }

    @Override
    public Optional<DavResource> member(String name) {
        synchronized (tree) {
            return child(name).map(Function.identity());
        }
    }

    @Override
    public void members(PropertyRequest request, Consumer<DavResource> receiver) {
        List<PlainResource> all;
        synchronized (tree) {
            all = new ArrayList<>(members.values());
        }
        all.forEach(receiver);
    }

    @Override
    public Outcome put(String name, byte[] body, Optional<String> mediaType, Preconditions conditions) {
        synchronized (tree) {
            Optional<PlainResource> there = child(name);
            conditions.require(tree.state(), there.map(PlainResource::validators), coming(name));
            if (there.isPresent() && !(there.get() instanceof PlainFile)) {
                throw DavException.methodNotAllowed("PUT", there.get().allow());
            }
            PlainFile file = (PlainFile) there.orElseGet(() -> new PlainFile(tree, this, name));
            add(name, file);
            return new Outcome(there.isEmpty(), file.write(body, mediaType));
        }
    }

    @Override
    public Map<QName, DavException> mkcol(
            String name, Set<QName> types, List<PropertyUpdate> properties, Preconditions conditions) {
        synchronized (tree) {
            if (!types.isEmpty() && !types.equals(Set.of(COLLECTION))) {
                throw new DavException(Precondition.VALID_RESOURCETYPE, "there are plain collections only");
            }
            conditions.require(tree.state(), Optional.empty(), coming(name));
            PlainFolder folder = new PlainFolder(tree, Optional.of(this), name);
            folder.set(properties);
            add(name, folder);
            return Map.of();
        }
    }

    /** RFC 4918 §7.3: an empty resource. */
    @Override
    public void reserve(String name) {
        add(name, new PlainFile(tree, this, name));
    }
}
