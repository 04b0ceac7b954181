package org.teldav.dav;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The {@code If} header (RFC 4918 §10.4), which says what must be true, and by the way which lock tokens the client knows. Immutable.
 *
 * @param lists at least one, in their order; either all are tagged or none is
 */
public record IfHeader(List<StateList> lists) {
    /** Lists of one header: each asks for the state of a resource. */
    public static final int MAX_LISTS = 100;

    private static final String NAME = "If";

    public IfHeader {
        lists = List.copyOf(lists);
    }

    /**
     * RFC 4918 §10.4.2: {@code List}; true where all its conditions are.
     *
     * @param resource of which it is asked, an absolute URI or an absolute path; empty for that of the request
     * @param conditions at least one
     */
    public record StateList(Optional<URI> resource, List<Condition> conditions) {
        public StateList {
            conditions = List.copyOf(conditions);
        }
    }

    /** RFC 4918 §10.4.2: {@code Condition}. */
    public sealed interface Condition {
        /** Whether it is to be false: {@code Not}. */
        boolean negated();
    }

    /** True where the resource is in the scope of that lock, or a collection in the state that its sync-token names (RFC 6578 §5). */
    public record StateToken(boolean negated, LockToken token) implements Condition {}

    /** True where the resource has that entity tag. */
    public record StateTag(boolean negated, EntityTag tag) implements Condition {}

    /**
     * Reads the header's value.
     *
     * @throws DavException 400 where it does not follow the grammar or has more than {@value #MAX_LISTS} lists
     */
    public static IfHeader parse(String value) {
        return new Reading(new HeaderReader(NAME, value)).header();
    }

    /** RFC 4918 §10.4.1: that a token appears means that it is submitted, wherever it stands. */
    public Set<LockToken> submitted() {
        Set<LockToken> tokens = new LinkedHashSet<>();
        for (StateList list : lists) {
            for (Condition condition : list.conditions()) {
                if (condition instanceof StateToken state) {
                    tokens.add(state.token());
                }
            }
        }
        return tokens;
    }

    private static final class Reading {
        private final HeaderReader in;
        private final List<StateList> lists = new ArrayList<>();

        Reading(HeaderReader in) {
            this.in = in;
        }

        IfHeader header() {
            boolean tagged = in.space().isAt('<');
            do {
                lists(tagged ? Optional.of(tag()) : Optional.empty());
            } while (tagged && in.isAt('<'));
            if (!in.atEnd()) {
                throw in.malformed("a list, or the end, was expected");
            }
            return new IfHeader(lists);
        }

        private URI tag() {
            URI uri = codedUrl();
            boolean path = uri.getRawPath() != null && uri.getRawPath().startsWith("/");
            if (!path || !uri.isAbsolute() && uri.getRawAuthority() != null) {
                throw in.malformed("a resource is an absolute URI or an absolute path");
            }
            in.space();
            return uri;
        }

        private void lists(Optional<URI> resource) {
            do {
                lists.add(new StateList(resource, list()));
                if (lists.size() > MAX_LISTS) {
                    throw in.malformed("it has more than " + MAX_LISTS + " lists");
                }
                in.space();
            } while (in.isAt('('));
        }

        private List<Condition> list() {
            if (!in.skip('(')) {
                throw in.malformed("'(' is missing");
            }
            List<Condition> conditions = new ArrayList<>();
            do {
                conditions.add(condition());
            } while (!in.space().skip(')'));
            return conditions;
        }

        private Condition condition() {
            boolean negated = in.space().skipWord("Not");
            in.space();
            if (in.isAt('<')) {
                return new StateToken(negated, new LockToken(absolute(codedUrl())));
            }
            if (!in.skip('[')) {
                throw in.malformed("'<' or '[' is missing");
            }
            EntityTag tag = in.space().entityTag().orElseThrow(() -> in.malformed("an entity tag is quoted"));
            if (!in.space().skip(']')) {
                throw in.malformed("']' is missing");
            }
            return new StateTag(negated, tag);
        }

        private String absolute(URI uri) {
            if (!uri.isAbsolute()) {
                throw in.malformed("a state token is an absolute URI");
            }
            return uri.toString();
        }

        private URI codedUrl() {
            in.skip('<');
            try {
                return new URI(Href.inHeader(in.upTo('>')));
            } catch (URISyntaxException e) {
                throw in.malformed("not a URI");
            }
        }
    }
}
