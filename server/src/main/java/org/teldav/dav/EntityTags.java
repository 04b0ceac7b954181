package org.teldav.dav;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What If-Match and If-None-Match name (RFC 9110 §13.1.1, §13.1.2).
 *
 * @param any whether it is {@code *}; then there are no tags
 */
record EntityTags(boolean any, List<EntityTag> tags) {
    /** @throws DavException 400 where it is neither {@code *} nor a list of entity tags */
    static EntityTags parse(String header, String value) {
        HeaderReader in = new HeaderReader(header, value);
        if (in.space().skip('*')) {
            return all(in);
        }
        List<EntityTag> tags = new ArrayList<>();
        do {
            in.space().entityTag().ifPresent(tags::add);
        } while (in.space().skip(','));
        if (!in.atEnd() || tags.isEmpty()) {
            throw in.malformed("it is '*' or a list of quoted entity tags");
        }
        return new EntityTags(false, List.copyOf(tags));
    }

    private static EntityTags all(HeaderReader in) {
        if (!in.space().atEnd()) {
            throw in.malformed("nothing follows '*'");
        }
        return new EntityTags(true, List.of());
    }

    boolean matchStrongly(Optional<Validators> current) {
        return any
                ? current.isPresent()
                : tag(current)
                        .filter(tag -> tags.stream().anyMatch(tag::isStrongly))
                        .isPresent();
    }

    boolean matchWeakly(Optional<Validators> current) {
        return any
                ? current.isPresent()
                : tag(current)
                        .filter(tag -> tags.stream().anyMatch(tag::isWeakly))
                        .isPresent();
    }

    private static Optional<EntityTag> tag(Optional<Validators> current) {
        return current.flatMap(Validators::etag).map(EntityTag::strong);
    }
}
