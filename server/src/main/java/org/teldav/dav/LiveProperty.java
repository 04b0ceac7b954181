package org.teldav.dav;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.xml.namespace.QName;

/**
 * A property that the server knows the meaning of (RFC 4918 §4.1). A value, declared once.
 *
 * @param present whether this resource has it; else it is a 404 in its own namespace
 * @param content writes what stands inside the element
 * @param language the one that the content is in ({@code xml:lang}, §4.3), where it is known
 * @param allprop whether {@code DAV:allprop} shows it
 * @param writable whether PROPPATCH may set it; else it is protected
 */
public record LiveProperty<R>(
        QName name,
        Predicate<R> present,
        BiConsumer<R, XmlOutput> content,
        Function<R, Optional<String>> language,
        boolean allprop,
        boolean writable) {
    /** Of no language. */
    public LiveProperty(
            QName name, Predicate<R> present, BiConsumer<R, XmlOutput> content, boolean allprop, boolean writable) {
        this(name, present, content, resource -> Optional.empty(), allprop, writable);
    }

    /** A property that every resource of the kind has. */
    public static <R> LiveProperty<R> live(QName name, BiConsumer<R, XmlOutput> content) {
        return new LiveProperty<>(name, resource -> true, content, false, false);
    }

    /** A property with a text that every resource of the kind has. */
    public static <R> LiveProperty<R> text(QName name, Function<R, ?> value) {
        return live(name, (resource, out) -> out.text(value.apply(resource).toString()));
    }

    /** A property with a text that may be missing. */
    public static <R> LiveProperty<R> optional(QName name, Function<R, Optional<String>> value) {
        return new LiveProperty<>(
                name,
                resource -> value.apply(resource).isPresent(),
                (resource, out) -> out.text(value.apply(resource).orElse("")),
                false,
                false);
    }

    /** A property that holds one href, which may be missing. */
    public static <R> LiveProperty<R> reference(QName name, Function<R, Optional<String>> value) {
        return new LiveProperty<>(
                name,
                resource -> value.apply(resource).isPresent(),
                (resource, out) -> value.apply(resource).ifPresent(out::href),
                false,
                false);
    }

    public LiveProperty<R> inAllprop() {
        return new LiveProperty<>(name, present, content, language, true, writable);
    }

    public LiveProperty<R> asWritable() {
        return new LiveProperty<>(name, present, content, language, allprop, true);
    }

    public LiveProperty<R> inLanguage(Function<R, Optional<String>> other) {
        return new LiveProperty<>(name, present, content, other, allprop, writable);
    }
}
