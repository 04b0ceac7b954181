package org.teldav.dav;

import java.util.List;
import java.util.Optional;

/**
 * An access control element (RFC 3744 §5.5). All there are grant something, and are protected: they say what holds, and can't be changed.
 *
 * @param principal the href of who has it; empty for everybody who has logged in
 * @param granted with all that is in them
 * @param inherited the href of the resource from which it comes down
 */
public record Ace(Optional<String> principal, List<Privilege> granted, Optional<String> inherited) {
    public static Ace of(String principal, Privilege... granted) {
        return new Ace(Optional.of(principal), List.of(granted), Optional.empty());
    }

    public static Ace ofAuthenticated(Privilege... granted) {
        return new Ace(Optional.empty(), List.of(granted), Optional.empty());
    }

    /** The same for a resource below. */
    public Ace inheritedFrom(String href) {
        return new Ace(principal, granted, Optional.of(href));
    }

    void write(XmlOutput out) {
        out.raw("<D:ace><D:principal>");
        principal.ifPresentOrElse(out::href, () -> out.raw("<D:authenticated/>"));
        out.raw("</D:principal><D:grant>");
        granted.forEach(privilege -> privilege.write(out));
        out.raw("</D:grant><D:protected/>");
        inherited.ifPresent(from -> out.raw("<D:inherited>").href(from).raw("</D:inherited>"));
        out.raw("</D:ace>");
    }
}
