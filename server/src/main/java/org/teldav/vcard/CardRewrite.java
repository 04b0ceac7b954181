package org.teldav.vcard;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.teldav.vcard.Rewritten.Changed;
import org.teldav.vcard.Rewritten.Entry;
import org.teldav.vcard.Rewritten.Unchanged;
import org.teldav.vcard.TelRewriter.Step;
import org.teldav.vcard.TelRewriter.Tel;
import org.teldav.vcard.VCardText.ContentLine;

/** One rewrite of one card: the steps as splices of its bytes, and the proof that nothing else came of them. */
final class CardRewrite {
    private final PhoneNumbers numbers;
    private final VCardText text;
    private final Optional<String> region;
    private final List<Splice> splices = new ArrayList<>();
    private final Map<Integer, String> newTexts = new HashMap<>();

    CardRewrite(PhoneNumbers numbers, VCardText text, Optional<String> region) {
        this.numbers = numbers;
        this.text = text;
        this.region = region;
    }

    Rewritten carryOut(List<Step> steps) {
        List<Step> replacements =
                steps.stream().filter(step -> step.twin().isEmpty()).toList();
        for (Step step : replacements) {
            if (!replace(step)) {
                return new Unchanged("the bytes of an old number can't be told");
            }
        }
        List<ContentLine> removed = removedLines(steps);
        removed.forEach(line -> splices.add(new Splice(line.start(), line.end(), new byte[0])));
        splices.sort(Comparator.comparingInt(Splice::start));
        byte[] card = Splice.apply(text.bytes(), splices);
        Optional<String> fault = new RewriteCheck(text, splices, VCardText.parse(card))
                .fault(removed, byLine(replacements), this::holds);
        return fault.<Rewritten>map(Unchanged::new)
                .orElseGet(
                        () -> new Changed(card, steps.stream().map(this::entry).toList()));
    }

    /** Whether the number's bytes could be found. */
    private boolean replace(Step step) {
        Tel tel = step.tel();
        TelText old = tel.read().orElseThrow();
        String number = numbers.inMannerOf(step.newKey(), tel.written(), region);
        newTexts.put(
                tel.position(),
                tel.written().substring(0, old.start()) + number + tel.written().substring(old.end()));
        Optional<TelValue> value = TelValue.of(text.bytes(), tel.line(), old);
        value.ifPresent(found -> splices.add(found.replaceBy(number)));
        return value.isPresent();
    }

    /** The TELs to be removed, and the Apple lines (labels) of groups that hold nothing else. */
    private List<ContentLine> removedLines(List<Step> steps) {
        List<ContentLine> removed = new ArrayList<>();
        Map<String, List<ContentLine>> groups = new HashMap<>();
        List<Step> removals =
                steps.stream().filter(step -> step.twin().isPresent()).toList();
        if (!removals.isEmpty()) {
            text.lines()
                    .forEach(line -> group(line)
                            .ifPresent(group -> groups.computeIfAbsent(group, name -> new ArrayList<>())
                                    .add(line)));
        }
        for (Step step : removals) {
            ContentLine tel = step.tel().line();
            List<ContentLine> others = group(tel).map(groups::get).orElse(List.of(tel));
            boolean itsOwn =
                    others.stream().allMatch(line -> line == tel || line.name().startsWith("X-AB"));
            removed.addAll(itsOwn ? others : List.of(tel));
        }
        return removed;
    }

    private static Optional<String> group(ContentLine line) {
        return line.group().map(CardIndex::fold);
    }

    private static Map<ContentLine, Step> byLine(List<Step> steps) {
        Map<ContentLine, Step> byLine = new HashMap<>();
        steps.forEach(step -> byLine.put(step.tel().line(), step));
        return byLine;
    }

    /** Whether a line of the new card says what its step was to make of it. */
    private boolean holds(Step step, ContentLine line) {
        String written = line.text();
        return written.equals(newTexts.get(step.tel().position()))
                && numbers.key(written, region).filter(step.newKey()::equals).isPresent();
    }

    private Entry entry(Step step) {
        Tel tel = step.tel();
        Tel shown = step.twin().orElse(tel);
        return new Entry(
                tel.position(),
                tel.written(),
                newTexts.getOrDefault(shown.position(), shown.written()),
                step.twin().isPresent());
    }
}
