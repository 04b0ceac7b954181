package org.teldav.vcard;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.teldav.vcard.TelRewriter.Step;
import org.teldav.vcard.VCardText.ContentLine;

/** Reads a rewritten card anew and compares it with the old one: other bytes equal, other lines where they were. */
record RewriteCheck(VCardText before, List<Splice> splices, VCardText after) {

    /**
     * What is wrong with the new card; empty where it is right.
     *
     * @param removed lines that are to be gone
     * @param changed lines that are to have another number
     * @param holds whether a line of the new card is as its step wanted it
     */
    Optional<String> fault(
            List<ContentLine> removed, Map<ContentLine, Step> changed, BiPredicate<Step, ContentLine> holds) {
        if (!otherBytesEqual()) {
            return Optional.of("a byte outside the numbers would have changed");
        }
        Set<ContentLine> gone = new HashSet<>(removed);
        List<ContentLine> kept =
                before.lines().stream().filter(line -> !gone.contains(line)).toList();
        if (kept.size() != after.lines().size()) {
            return Optional.of("the card would have been cut into other lines");
        }
        for (int i = 0; i < kept.size(); i++) {
            ContentLine old = kept.get(i);
            ContentLine now = after.lines().get(i);
            Step step = changed.get(old);
            if (!sameHeader(old, now) || step == null && now.end() - now.start() != old.end() - old.start()) {
                return Optional.of("the card would have been read as other lines");
            }
            if (step != null && !holds.test(step, now)) {
                return Optional.of("the new number would not be read from the card");
            }
        }
        return Optional.empty();
    }

    private boolean otherBytesEqual() {
        int was = 0;
        int is = 0;
        for (Splice splice : splices) {
            int length = splice.start() - was;
            if (length < 0 || !sameBytes(was, is, length)) {
                return false;
            }
            was = splice.end();
            is += length + splice.bytes().length;
        }
        int rest = before.bytes().length - was;
        return after.bytes().length - is == rest && sameBytes(was, is, rest);
    }

    private boolean sameBytes(int was, int is, int length) {
        return is + length <= after.bytes().length
                && Arrays.equals(before.bytes(), was, was + length, after.bytes(), is, is + length);
    }

    private boolean sameHeader(ContentLine old, ContentLine now) {
        return Arrays.equals(
                before.bytes(), old.start(), old.valueStart(), after.bytes(), now.start(), now.valueStart());
    }
}
