package org.teldav.vcard;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.teldav.vcard.VCardText.ContentLine;

/** A card of version 3.0 as one of 4.0. Not thread-safe. */
final class ToVersion4 {
    private static final Set<String> BY_SCRIBES = Set.of("GEO", "TZ", "BDAY", "REV");
    /** A date says itself which one it is. */
    private static final Set<String> DEFAULT_VALUES = Set.of("date", "date-time");

    private final VCardText card;
    private final String ending;
    /** The first LABEL of each {@link #place}. */
    private final Map<String, ContentLine> labels = new HashMap<>();

    private final Set<String> addresses = new HashSet<>();

    ToVersion4(VCardText card) {
        this.card = card;
        this.ending = LineDraft.ending(card);
        card.lines("LABEL").forEach(label -> labels.putIfAbsent(place(label), label));
        card.lines("ADR").forEach(address -> addresses.add(place(address)));
    }

    List<CardLine> lines() {
        return VersionConversion.lines(
                card,
                VCardVersion.V4,
                missingName(),
                line -> isLabelOfAddress(line) ? Stream.empty() : Stream.of(converted(line)));
    }

    /** FN must be there in 4.0; 3.0 cards with N alone are stored too. */
    private Optional<CardLine> missingName() {
        return card.lines("FN").isEmpty()
                ? card.lines("N").stream()
                        .findFirst()
                        .map(CardIndex::inSpokenOrder)
                        .map(name -> VersionConversion.line("FN", VersionConversion.escaped(name), ending))
                : Optional.empty();
    }

    private CardLine converted(ContentLine line) {
        if (line.name().startsWith("X-") && !line.name().startsWith("X-ADDRESSBOOKSERVER-")) {
            return CardLine.of(card, line);
        }
        LineDraft draft = new LineDraft(card, line, ending);
        plain(draft);
        if (MediaValue.PROPERTIES.contains(draft.name())) {
            MediaValue.toVersion4(draft);
        } else if (BY_SCRIBES.contains(draft.name())) {
            scribed(draft);
        } else {
            named(draft);
        }
        if (draft.types().stream().anyMatch(LineDraft::isPref)) {
            draft.removeTypes(LineDraft::isPref);
            draft.set("PREF", "1");
        }
        return draft.finish();
    }

    /** 4.0 has neither encodings nor charsets nor parameters without a name. */
    private static void plain(LineDraft draft) {
        if (draft.has("ENCODING", "QUOTED-PRINTABLE") && draft.rawValue().indexOf('\0') < 0) {
            draft.value(draft.rawValue().replace("\r\n", "\\n").replace("\n", "\\n"));
            draft.remove("ENCODING");
            draft.remove("CHARSET");
        } else if (draft.has("CHARSET", "UTF-8")) {
            draft.remove("CHARSET");
        }
        if (draft.hasBareParameter()) {
            draft.touchHeader();
        }
    }

    private static void scribed(LineDraft draft) {
        Optional<String> omitted = draft.parameter("X-APPLE-OMIT-YEAR").stream().findFirst();
        Optional<ConvertedValue> value = ConvertedValue.of(draft, VCardVersion.V3, VCardVersion.V4);
        value.ifPresent(converted -> {
            draft.remove("VALUE");
            converted.type().ifPresent(type -> draft.set("VALUE", type));
            boolean noYear = omitted.isPresent() && converted.text().startsWith(omitted.get());
            if (noYear) {
                draft.remove("X-APPLE-OMIT-YEAR");
            }
            draft.value(noYear ? "--" + converted.text().substring(omitted.get().length()) : converted.text());
        });
        if (draft.parameter("VALUE").stream()
                .anyMatch(type -> DEFAULT_VALUES.contains(type.toLowerCase(Locale.ROOT)))) {
            draft.remove("VALUE");
        }
    }

    private void named(LineDraft draft) {
        switch (draft.name()) {
            case "X-ADDRESSBOOKSERVER-KIND" -> renameUnlessThere(draft, "KIND");
            case "X-ADDRESSBOOKSERVER-MEMBER" -> draft.rename("MEMBER");
            case "AGENT" -> agent(draft);
            case "ADR" -> {
                ContentLine label = labels.get(place(draft.line()));
                if (label != null) {
                    draft.set("LABEL", label.text());
                }
            }
            default -> {
                // the same in both versions, or unknown in both
            }
        }
    }

    private void renameUnlessThere(LineDraft draft, String name) {
        if (card.lines(name).isEmpty()) {
            draft.rename(name);
        }
    }

    /** An agent that is a card of its own has no place in 4.0 and stays as it is. */
    private static void agent(LineDraft draft) {
        if (draft.has("VALUE", "uri")) {
            draft.rename("RELATED");
            draft.addType("agent");
        }
    }

    private boolean isLabelOfAddress(ContentLine line) {
        return line.is("LABEL") && addresses.contains(place(line)) && labels.get(place(line)) == line;
    }

    /** What says which ADR a LABEL belongs to (RFC 2426 §3.2.2): the group, and the same types. */
    private static String place(ContentLine line) {
        Set<String> types = new TreeSet<>(line.types());
        types.remove("PREF");
        return line.group().map(group -> group.toUpperCase(Locale.ROOT)).orElse("") + types;
    }
}
