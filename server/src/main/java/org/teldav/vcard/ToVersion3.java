package org.teldav.vcard;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.teldav.vcard.VCardText.ContentLine;

/** A card of version 4.0 as one of 3.0. Not thread-safe. */
final class ToVersion3 {
    private static final Set<String> BY_SCRIBES = Set.of("GEO", "TZ", "BDAY", "REV");
    /** RFC 2426 and RFC 4770: where PREF has a meaning. */
    private static final Set<String> KNOWN = Set.of(
            "FN",
            "N",
            "NICKNAME",
            "PHOTO",
            "BDAY",
            "ADR",
            "TEL",
            "EMAIL",
            "TZ",
            "GEO",
            "TITLE",
            "ROLE",
            "LOGO",
            "ORG",
            "CATEGORIES",
            "NOTE",
            "REV",
            "SOUND",
            "URL",
            "UID",
            "KEY",
            "SOURCE",
            "IMPP");
    /** A date without a year, which Apple's clients write as one in 1604. */
    private static final Pattern NO_YEAR = Pattern.compile("--(\\d\\d)-?(\\d\\d)");

    private static final String OMITTED_YEAR = "1604";

    private final VCardText card;
    private final String ending;
    private final boolean group;
    private final Map<String, Integer> mostPreferred = new HashMap<>();
    private final Set<String> alternatives = new HashSet<>();

    ToVersion3(VCardText card) {
        this.card = card;
        this.ending = LineDraft.ending(card);
        this.group = card.isGroup();
        for (ContentLine line : card.lines()) {
            pref(line).ifPresent(pref -> mostPreferred.merge(line.name(), pref, Math::min));
        }
    }

    List<CardLine> lines() {
        return VersionConversion.lines(card, VCardVersion.V3, missingName(), this::converted);
    }

    private Stream<CardLine> converted(ContentLine line) {
        if (!isFirstAlternative(line)) {
            return Stream.empty();
        }
        LineDraft draft = new LineDraft(card, line, ending);
        converted(draft);
        return Stream.concat(Stream.of(draft.finish()), label(draft).stream());
    }

    /** N must be there in 3.0. Apple's clients write a name that has no parts as the family name, and show nothing where N is empty. */
    private Optional<CardLine> missingName() {
        return card.lines("N").isEmpty()
                ? card.lines("FN").stream()
                        .findFirst()
                        .map(name -> VersionConversion.escaped(name.text()) + ";;;;")
                        .map(name -> VersionConversion.line("N", name, ending))
                : Optional.empty();
    }

    /** 3.0 can't say that several lines are one property in several languages (RFC 6350 §5.4). A phone number is in none, and never left out. */
    private boolean isFirstAlternative(ContentLine line) {
        return line.is("TEL")
                || line.parameter("ALTID").stream()
                        .findFirst()
                        .map(id -> alternatives.add(line.name() + " " + id))
                        .orElse(true);
    }

    private void converted(LineDraft draft) {
        if (MediaValue.PROPERTIES.contains(draft.name())) {
            MediaValue.toVersion3(draft);
        } else if (BY_SCRIBES.contains(draft.name())) {
            scribed(draft);
        } else if (draft.name().equals("TEL")) {
            telephone(draft);
        } else {
            named(draft);
        }
        draft.separateTypes();
        pref(draft.line()).ifPresent(pref -> {
            draft.remove("PREF");
            if (pref == mostPreferred.get(draft.line().name())) {
                draft.addType("pref");
            }
        });
    }

    private static void scribed(LineDraft draft) {
        Matcher noYear = NO_YEAR.matcher(draft.rawValue().strip());
        if (draft.name().equals("BDAY") && noYear.matches()) {
            draft.remove("VALUE");
            draft.set("X-APPLE-OMIT-YEAR", OMITTED_YEAR);
            draft.value(OMITTED_YEAR + "-" + noYear.group(1) + "-" + noYear.group(2));
            return;
        }
        ConvertedValue.of(draft, VCardVersion.V4, VCardVersion.V3).ifPresent(converted -> {
            draft.remove("VALUE");
            converted.type().ifPresent(type -> draft.set("VALUE", type));
            draft.value(converted.text());
        });
    }

    /** Clients of 4.0 also write {@code tel:} URIs without saying that they are some. */
    private static void telephone(LineDraft draft) {
        if (!draft.rawValue().strip().regionMatches(true, 0, "tel:", 0, 4)) {
            return;
        }
        draft.set("VALUE", "uri");
        ConvertedValue.of(draft, VCardVersion.V4, VCardVersion.V3).ifPresent(converted -> {
            draft.remove("VALUE");
            draft.remove("MEDIATYPE");
            draft.value(converted.text());
        });
    }

    private void named(LineDraft draft) {
        switch (draft.name()) {
            case "KIND" -> {
                if (group && card.lines("X-ADDRESSBOOKSERVER-KIND").isEmpty()) {
                    draft.rename("X-ADDRESSBOOKSERVER-KIND");
                }
            }
            case "MEMBER" -> {
                if (group) {
                    draft.rename("X-ADDRESSBOOKSERVER-MEMBER");
                }
            }
            case "ADR" -> draft.remove("LABEL");
            default -> {
                // the same in both versions, or unknown in both
            }
        }
    }

    /** An address as it is printed is a property of its own in 3.0 (RFC 2426 §3.2.2). */
    private Optional<CardLine> label(LineDraft address) {
        Optional<String> label = address.line().parameter("LABEL").stream().findFirst();
        if (!address.name().equals("ADR") || label.isEmpty()) {
            return Optional.empty();
        }
        LineDraft draft = new LineDraft(card, address.line(), ending);
        draft.rename("LABEL");
        draft.keepOnly("TYPE");
        draft.separateTypes();
        // In a parameter it is a line's end as it is in a text, and nothing else is escaped (RFC 6350 §6.3.1).
        draft.value(VersionConversion.escaped(label.get().replace("\\n", "\n").replace("\\N", "\n")));
        return Optional.of(draft.finish());
    }

    private static OptionalInt pref(ContentLine line) {
        return line.parameter("PREF").stream()
                .filter(value -> KNOWN.contains(line.name()))
                .filter(value -> value.matches("[0-9]{1,3}"))
                .mapToInt(Integer::parseInt)
                .findFirst();
    }
}
