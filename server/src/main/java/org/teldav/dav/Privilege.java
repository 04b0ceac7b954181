package org.teldav.dav;

import java.util.ArrayList;
import java.util.List;
import javax.xml.namespace.QName;

/** What may be granted (RFC 3744 §3), as the tree of {@code DAV:supported-privilege-set} (§5.3): whoever has one has those in it. */
public enum Privilege {
    READ_ACL("read-acl", "See who may do what"),
    READ_CURRENT_USER_PRIVILEGE_SET("read-current-user-privilege-set", "See what one may do oneself"),
    READ("read", "See what is there", READ_ACL, READ_CURRENT_USER_PRIVILEGE_SET),
    WRITE_PROPERTIES("write-properties", "Set properties"),
    WRITE_CONTENT("write-content", "Change what is there"),
    BIND("bind", "Add members"),
    UNBIND("unbind", "Remove members"),
    WRITE("write", "Change anything", WRITE_PROPERTIES, WRITE_CONTENT, BIND, UNBIND),
    UNLOCK("unlock", "End locks"),
    /** Nobody's: who may do what follows from whose a home is, and from the groups. */
    WRITE_ACL("write-acl", "Change who may do what"),
    /** The root; in no grant, since nobody has all of it. */
    ALL("all", "Everything", READ, WRITE, UNLOCK, WRITE_ACL);

    private static final QName PRIVILEGE = Xml.dav("privilege");
    private static final QName SUPPORTED = Xml.dav("supported-privilege");

    private final QName element;
    private final String description;
    private final List<Privilege> contained;

    Privilege(String name, String description, Privilege... contained) {
        this.element = Xml.dav(name);
        this.description = description;
        this.contained = List.of(contained);
    }

    /** These and all that are in them, each before its own. */
    public static List<Privilege> withContained(List<Privilege> granted) {
        List<Privilege> all = new ArrayList<>();
        for (Privilege privilege : granted) {
            all.add(privilege);
            all.addAll(withContained(privilege.contained));
        }
        return List.copyOf(all);
    }

    /** That the one who asks has it not on that resource (RFC 3744 §7.1.1). */
    public DavException missingOn(String href) {
        return new DavException(
                        Precondition.NEED_PRIVILEGES, "the privilege " + element.getLocalPart() + " is not yours", href)
                .needing(this);
    }

    /** As {@code DAV:privilege}. */
    void write(XmlOutput out) {
        out.start(PRIVILEGE).empty(element).end(PRIVILEGE);
    }

    /** As {@code DAV:supported-privilege}, with those in it. */
    void writeSupported(XmlOutput out) {
        out.start(SUPPORTED);
        write(out);
        if (this == ALL) {
            out.raw("<D:abstract/>");
        }
        out.raw("<D:description xml:lang=\"en\">").text(description).raw("</D:description>");
        contained.forEach(privilege -> privilege.writeSupported(out));
        out.end(SUPPORTED);
    }
}
