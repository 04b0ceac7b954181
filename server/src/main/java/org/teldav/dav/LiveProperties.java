package org.teldav.dav;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.xml.namespace.QName;

/** The live properties of one kind of resource, in the order in which they are shown. Immutable. */
public final class LiveProperties<R> {
    private final Map<QName, LiveProperty<? super R>> properties = new LinkedHashMap<>();

    /** A set of its own. */
    @SafeVarargs
    public static <R> LiveProperties<R> of(LiveProperty<? super R>... properties) {
        LiveProperties<R> set = new LiveProperties<>();
        for (LiveProperty<? super R> property : properties) {
            set.properties.put(property.name(), property);
        }
        return set;
    }

    /** This set and others; a property of the same name is replaced. */
    @SafeVarargs
    public final <S extends R> LiveProperties<S> and(LiveProperty<? super S>... others) {
        LiveProperties<S> set = new LiveProperties<>();
        set.properties.putAll(properties);
        for (LiveProperty<? super S> property : others) {
            set.properties.put(property.name(), property);
        }
        return set;
    }

    public Optional<LiveProperty<? super R>> find(QName name) {
        return Optional.ofNullable(properties.get(name));
    }

    public Collection<LiveProperty<? super R>> all() {
        return properties.values();
    }
}
