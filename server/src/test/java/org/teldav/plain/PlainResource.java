package org.teldav.plain;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.namespace.QName;
import org.teldav.dav.ActiveLock;
import org.teldav.dav.DavException;
import org.teldav.dav.DavResource;
import org.teldav.dav.DavResponse;
import org.teldav.dav.DeadProperty;
import org.teldav.dav.Deletable;
import org.teldav.dav.Href;
import org.teldav.dav.LiveProperties;
import org.teldav.dav.LiveProperty;
import org.teldav.dav.LockProperties;
import org.teldav.dav.Lockable;
import org.teldav.dav.Patchable;
import org.teldav.dav.Preconditions;
import org.teldav.dav.PropertyUpdate;
import org.teldav.dav.Touched;
import org.teldav.dav.Transferable;
import org.teldav.dav.Validators;
import org.teldav.dav.Xml;

/** A file or a folder. */
abstract class PlainResource extends DavResource implements Deletable, Transferable, Patchable, Lockable {
    static final LiveProperties<PlainResource> PROPERTIES = LiveProperties.of(
            LiveProperty.<PlainResource>text(
                            Xml.dav("creationdate"), resource -> resource.created.truncatedTo(ChronoUnit.SECONDS))
                    .inAllprop(),
            LiveProperty.<PlainResource>text(
                            Xml.dav("getlastmodified"), resource -> DavResponse.date(resource.modified))
                    .inAllprop(),
            LockProperties.<PlainResource>supportedLock(),
            LockProperties.<PlainResource>lockDiscovery());

    final PlainTree tree;
    private final Map<QName, DeadProperty> dead = new LinkedHashMap<>();
    private final Instant created = Instant.now();
    private Optional<PlainFolder> parent;
    private String name;
    private Instant modified = created;

    PlainResource(PlainTree tree, Optional<PlainFolder> parent, String name) {
        this.tree = tree;
        this.parent = parent;
        this.name = name;
    }

    abstract boolean isFolder();

    /** @param deep with the members */
    abstract PlainResource copyTo(PlainFolder target, String newName, boolean deep);

    abstract Optional<String> etag();

    void touch() {
        modified = Instant.now();
    }

    PlainResource withDead(PlainResource other) {
        dead.putAll(other.dead);
        return this;
    }

    @Override
    public String href() {
        return parent.map(folder -> Href.member(folder.href(), name, isFolder()))
                .orElse("/");
    }

    Href path() {
        return Href.parse(href());
    }

    @Override
    public Validators validators() {
        return new Validators(etag(), Optional.of(modified.truncatedTo(ChronoUnit.SECONDS)));
    }

    @Override
    public List<DeadProperty> deadProperties() {
        return List.copyOf(dead.values());
    }

    @Override
    public List<ActiveLock> locks() {
        Href path = path();
        return tree.state().locks().stream().filter(lock -> lock.covers(path)).toList();
    }

    @Override
    public void delete(Preconditions conditions) {
        synchronized (tree) {
            PlainFolder folder = parent.orElseThrow(() -> DavException.forbidden("the root stays"));
            conditions.require(
                    tree.state(), Optional.of(validators()), Touched.tree(path()), Touched.itself(folder.path()));
            remove(folder);
        }
    }

    private void remove(PlainFolder folder) {
        tree.forgetLocks(path());
        folder.remove(name);
    }

    @Override
    public boolean transfer(Kind kind, DavResource there, String newName, boolean overwrite, Preconditions conditions) {
        synchronized (tree) {
            PlainFolder from = parent.orElseThrow(() -> DavException.forbidden("the root stays"));
            if (!(there instanceof PlainFolder target)) {
                throw DavException.conflict("only a folder has members");
            }
            Optional<PlainResource> replaced = target.child(newName);
            Touched[] coming = target.coming(newName);
            if (kind == Kind.MOVE) {
                conditions.require(
                        tree.state(), Optional.of(validators()), Touched.tree(path()), Touched.itself(from.path()));
                conditions.requireTokens(tree.state(), coming);
            } else {
                conditions.require(tree.state(), Optional.of(validators()), coming);
            }
            if (replaced.isPresent() && !overwrite) {
                throw DavException.preconditionFailed();
            }
            requireApart(target.path(), newName, replaced);
            replaced.ifPresent(gone -> gone.remove(target));
            if (kind == Kind.MOVE) {
                remove(from);
                parent = Optional.of(target);
                name = newName;
                target.add(newName, this);
            } else {
                target.add(newName, copyTo(target, newName, kind == Kind.COPY));
            }
            return replaced.isEmpty();
        }
    }

    private void requireApart(Href target, String newName, Optional<PlainResource> replaced) {
        boolean intoItself = target.toString().startsWith(href());
        boolean ontoItsFolder =
                replaced.isPresent() && href().startsWith(replaced.get().href());
        if (intoItself || ontoItsFolder) {
            throw DavException.forbidden("'" + newName + "' and what is copied are in each other");
        }
    }

    @Override
    public Map<QName, DavException> patch(List<PropertyUpdate> updates, Preconditions conditions) {
        synchronized (tree) {
            conditions.require(tree.state(), Optional.of(validators()), Touched.itself(path()));
            set(updates);
            return Map.of();
        }
    }

    void set(List<PropertyUpdate> updates) {
        for (PropertyUpdate update : updates) {
            update.value()
                    .ifPresentOrElse(
                            value -> dead.put(
                                    update.name(),
                                    new DeadProperty(
                                            update.name(), value.source().xml())),
                            () -> dead.remove(update.name()));
        }
    }
}
