package org.teldav.dav;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import javax.xml.namespace.QName;

/** RFC 3253 §3.8: properties, and in the place of the hrefs in them the properties of what they name, and so on. */
public final class ExpandPropertyReport extends PrincipalReport {
    public static final QName NAME = Xml.dav("expand-property");
    /** Properties within properties. */
    public static final int MAX_DEPTH = 8;
    /** Resources in one answer: of two groups with each other's members a short request could make any number. */
    public static final int MAX_RESPONSES = 1000;

    private static final QName PROPERTY = Xml.dav("property");

    private final DavTree tree;

    public ExpandPropertyReport(DavTree tree) {
        super(NAME);
        this.tree = tree;
    }

    @Override
    protected void answerZero(DavResource resource, XmlElement body, DavRequest request, DavResponse response) {
        Wanted wanted = Wanted.of(body, 0);
        response.multistatus(multistatus -> {
            new Expansion(request, multistatus).write(resource, wanted);
        });
    }

    /** @param properties what of a resource is wanted, and what of those that its properties name */
    private record Wanted(Map<QName, Wanted> properties) {
        static Wanted of(XmlElement element, int depth) {
            if (depth > MAX_DEPTH) {
                throw DavException.forbidden("properties are expanded at most " + MAX_DEPTH + " deep");
            }
            Map<QName, Wanted> properties = new LinkedHashMap<>();
            for (XmlElement property : element.children(PROPERTY)) {
                properties.put(name(property), of(property, depth + 1));
            }
            return new Wanted(properties);
        }

        /** It comes as text, and goes as markup. */
        private static QName name(XmlElement property) {
            String name = property.attribute("name").orElse("");
            String namespace = property.attribute("namespace").orElse(Xml.DAV);
            if (!Xml.isLocalName(name) || namespace.startsWith("http://www.w3.org/")) {
                throw DavException.badRequest("a DAV:property has the name of a property");
            }
            return new QName(namespace, name);
        }

        PropertyRequest request(boolean minimal) {
            return new PropertyRequest(
                    PropertyRequest.Kind.PROP, new LinkedHashSet<>(properties.keySet()), minimal, java.util.List.of());
        }
    }

    /** One answer. */
    private final class Expansion {
        private final DavRequest request;
        private final MultistatusWriter multistatus;
        private final boolean minimal;
        private int responses;

        Expansion(DavRequest request, MultistatusWriter multistatus) {
            this.request = request;
            this.multistatus = multistatus;
            this.minimal = PropertyRequest.minimal(request);
        }

        void write(DavResource resource, Wanted wanted) {
            responses++;
            multistatus.resource(
                    new Expanded<>(resource, resource.properties(), wanted, this), wanted.request(minimal));
        }

        void named(String href, Wanted wanted) {
            Optional<DavResource> resource = path(href).flatMap(path -> tree.find(request, path));
            if (responses >= MAX_RESPONSES) {
                multistatus.truncated(href);
            } else if (resource.isPresent()) {
                write(resource.get(), wanted);
            } else {
                responses++;
                multistatus.status(href, 404);
            }
        }

        private Optional<Href> path(String href) {
            try {
                return Optional.ofNullable(URI.create(href).getRawPath()).map(Href::parse);
            } catch (IllegalArgumentException | DavException e) {
                return Optional.empty();
            }
        }
    }

    /** A resource whose properties are written with what they name in the place of the hrefs. */
    private static final class Expanded<R> extends DavResource {
        private final DavResource resource;
        private final LiveProperties<R> live;
        private final Wanted wanted;
        private final Expansion expansion;

        Expanded(DavResource resource, LiveProperties<R> live, Wanted wanted, Expansion expansion) {
            this.resource = resource;
            this.live = live;
            this.wanted = wanted;
            this.expansion = expansion;
        }

        @Override
        public String href() {
            return resource.href();
        }

        @Override
        public String allow() {
            return resource.allow();
        }

        @Override
        public java.util.List<DeadProperty> deadProperties() {
            return resource.deadProperties();
        }

        @Override
        public LiveProperties<?> properties() {
            LiveProperties<DavResource> properties = LiveProperties.of();
            for (Map.Entry<QName, Wanted> one : wanted.properties().entrySet()) {
                Optional<LiveProperty<? super R>> property = live.find(one.getKey());
                if (property.isPresent()) {
                    properties = properties.and(expanded(property.get(), one.getValue()));
                }
            }
            return properties;
        }

        @SuppressWarnings("unchecked") // a resource has the live properties of its own kind
        private LiveProperty<DavResource> expanded(LiveProperty<? super R> property, Wanted within) {
            R own = (R) resource;
            return new LiveProperty<>(
                    property.name(),
                    any -> property.present().test(own),
                    (any, out) -> {
                        Runnable writing = () -> property.content().accept(own, out);
                        if (within.properties().isEmpty()) {
                            writing.run();
                        } else {
                            out.hrefsTo(href -> expansion.named(href, within), writing);
                        }
                    },
                    false,
                    false);
        }
    }
}
