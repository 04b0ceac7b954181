package org.teldav.dav;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.namespace.QName;

/**
 * Writes {@code DAV:multistatus} (RFC 4918 §13) response by response, straight to the client. Status lines carry their reason, and the 200 propstat
 * stands before the 404 one: clients depend on it. Not thread-safe.
 */
public final class MultistatusWriter {
    private static final QName MULTISTATUS = Xml.dav("multistatus");
    private static final QName SYNC_TOKEN = Xml.dav("sync-token");

    private final XmlOutput out;

    public MultistatusWriter(XmlOutput out) {
        this.out = out.root(MULTISTATUS).raw("\n");
    }

    /** A resource with the properties asked for. */
    public void resource(DavResource resource, PropertyRequest request) {
        out.raw("<D:response>").href(resource.href());
        new Propstats<>(resource, resource.properties(), request).write();
        out.raw("</D:response>\n");
    }

    /** A resource with a status alone: what is deleted or missing is told so, and only so. */
    public void status(String href, int status) {
        out.raw("<D:response>").href(href);
        statusLine(status);
        out.raw("</D:response>\n");
    }

    /** A resource that can't be told of, and why (RFC 4918 §14.24). */
    public void status(String href, int status, Precondition precondition) {
        out.raw("<D:response>").href(href);
        statusLine(status);
        out.raw("<D:error>").empty(precondition.element()).raw("</D:error></D:response>\n");
    }

    /** The answer is cut off (RFC 6578 §3.6, RFC 6352 §8.6.2). */
    public void truncated(String href) {
        status(href, 507, Precondition.NUMBER_OF_MATCHES_WITHIN_LIMITS);
    }

    public void syncToken(String token) {
        out.text(SYNC_TOKEN, token);
    }

    public void end() {
        out.end(MULTISTATUS);
    }

    /**
     * What came of a PROPPATCH: all done, or nothing (RFC 4918 §9.2).
     *
     * @param failures empty where all was done; otherwise the others are 424
     */
    public void patched(String href, Collection<QName> names, Map<QName, DavException> failures) {
        out.raw("<D:response>").href(href);
        patchedPropstats(out, names, failures);
        out.raw("</D:response>\n");
    }

    /** The propstats of {@link #patched}, for an answer whose root is another (RFC 5689 §3). */
    public static void patchedPropstats(XmlOutput out, Collection<QName> names, Map<QName, DavException> failures) {
        Map<Integer, List<QName>> byStatus = new java.util.TreeMap<>();
        for (QName name : names) {
            int status = failures.isEmpty()
                    ? 200
                    : Optional.ofNullable(failures.get(name))
                            .map(DavException::status)
                            .orElse(424);
            byStatus.computeIfAbsent(status, s -> new ArrayList<>()).add(name);
        }
        byStatus.forEach((status, group) -> {
            out.raw("<D:propstat><D:prop>");
            group.forEach(out::empty);
            out.raw("</D:prop>").raw("<D:status>").raw(StatusLine.of(status)).raw("</D:status>");
            group.stream()
                    .flatMap(name -> Optional.ofNullable(failures.get(name)).stream())
                    .findFirst()
                    .ifPresent(failure -> explain(out, failure));
            out.raw("</D:propstat>");
        });
    }

    private static void explain(XmlOutput out, DavException failure) {
        failure.precondition()
                .ifPresent(precondition ->
                        out.raw("<D:error>").empty(precondition.element()).raw("</D:error>"));
        out.text(Xml.dav("responsedescription"), failure.getMessage());
    }

    private void statusLine(int status) {
        out.raw("<D:status>").raw(StatusLine.of(status)).raw("</D:status>");
    }

    /** The propstats of one resource. */
    private final class Propstats<R> {
        private final R resource;
        private final DavResource dav;
        private final LiveProperties<R> live;
        private final PropertyRequest request;
        private boolean found;

        @SuppressWarnings("unchecked") // a resource has the live properties of its own kind
        Propstats(DavResource resource, LiveProperties<?> live, PropertyRequest request) {
            this.resource = (R) resource;
            this.dav = resource;
            this.live = (LiveProperties<R>) live;
            this.request = request;
        }

        void write() {
            List<QName> missing = new ArrayList<>();
            switch (request.kind()) {
                case PROP -> named(missing);
                case ALLPROP -> {
                    live.all().stream().filter(LiveProperty::allprop).forEach(this::value);
                    dav.deadProperties().forEach(dead -> found().markup(dead.xml()));
                    included(missing);
                }
                case PROPNAME -> {
                    live.all().stream()
                            .filter(property -> property.present().test(resource))
                            .forEach(property -> found().empty(property.name()));
                    dav.deadProperties().forEach(dead -> found().empty(dead.name()));
                }
            }
            close(missing);
        }

        private void included(List<QName> missing) {
            for (QName name : request.names()) {
                boolean shown = live.find(name).map(LiveProperty::allprop).orElse(false);
                if (!shown
                        && dav.deadProperties().stream()
                                .noneMatch(dead -> dead.name().equals(name))) {
                    one(name, missing);
                }
            }
        }

        private void named(List<QName> missing) {
            for (QName name : request.names()) {
                one(name, missing);
            }
        }

        private void one(QName name, List<QName> missing) {
            Optional<LiveProperty<? super R>> property = live.find(name).or(() -> extra(name));
            boolean written = property.isPresent() ? value(property.get()) : dead(name);
            if (!written) {
                missing.add(name);
            }
        }

        @SuppressWarnings("unchecked") // a report adds properties of the members that it lists
        private Optional<LiveProperty<? super R>> extra(QName name) {
            for (LiveProperty<?> property : request.extra()) {
                if (property.name().equals(name)) {
                    return Optional.of((LiveProperty<? super R>) property);
                }
            }
            return Optional.empty();
        }

        private boolean value(LiveProperty<? super R> property) {
            if (!property.present().test(resource)) {
                return false;
            }
            found().start(property.name(), property.language().apply(resource));
            property.content().accept(resource, out);
            out.end(property.name());
            return true;
        }

        private boolean dead(QName name) {
            for (DeadProperty dead : dav.deadProperties()) {
                if (dead.name().equals(name)) {
                    found().markup(dead.xml());
                    return true;
                }
            }
            return false;
        }

        private XmlOutput found() {
            if (!found) {
                found = true;
                out.raw("<D:propstat><D:prop>");
            }
            return out;
        }

        private void close(List<QName> missing) {
            boolean tellMissing = !missing.isEmpty() && !request.minimal();
            if (found || !tellMissing) {
                found().raw("</D:prop>");
                statusLine(200);
                out.raw("</D:propstat>");
            }
            if (tellMissing) {
                out.raw("<D:propstat><D:prop>");
                missing.forEach(out::empty);
                out.raw("</D:prop>");
                statusLine(404);
                out.raw("</D:propstat>");
            }
        }
    }
}
