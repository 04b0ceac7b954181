package org.teldav.vcard;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.teldav.vcard.VCardText.ContentLine;

/** Who is in a group of contacts: the lines MEMBER (RFC 6350 §6.6.5), and Apple's X-ADDRESSBOOKSERVER-MEMBER in 3.0. Pure. */
public final class GroupMembers {
    private static final String SCHEME = "urn:uuid:";

    private GroupMembers() {}

    /**
     * The group with one contact in the place of another. All other bytes stay; one that is in it already is not named twice.
     *
     * @param uid of the contact that goes
     * @param by the UID of the one that takes its place
     * @return empty where it is no group, or the contact is not in it
     */
    public static Optional<byte[]> replaced(byte[] card, String uid, String by) {
        VCardText text = VCardText.parse(card);
        if (!text.isGroup()) {
            return Optional.empty();
        }
        List<ContentLine> members = text.lines().stream()
                .filter(line -> line.is("MEMBER") || line.is("X-ADDRESSBOOKSERVER-MEMBER"))
                .toList();
        List<Splice> splices = new ArrayList<>();
        boolean there = members.stream().anyMatch(names(by));
        for (ContentLine line : members.stream().filter(names(uid)).toList()) {
            if (there) {
                splices.add(new Splice(line.start(), line.end(), new byte[0]));
            } else if (ContactEdit.replace(text, line, written(line, by), splices)) {
                there = true;
            }
        }
        splices.sort(Comparator.comparingInt(Splice::start));
        return splices.isEmpty() ? Optional.empty() : Optional.of(Splice.apply(card, splices));
    }

    private static Predicate<ContentLine> names(String uid) {
        return line -> without(line.text().strip()).equalsIgnoreCase(without(uid));
    }

    private static boolean isUrn(String value) {
        return value.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    private static String without(String value) {
        return isUrn(value) ? value.substring(SCHEME.length()) : value;
    }

    /** As the other one was. */
    private static String written(ContentLine line, String uid) {
        String value = isUrn(line.text().strip()) ? SCHEME + without(uid) : uid;
        return line.is("MEMBER") ? value : VersionConversion.escaped(value);
    }
}
