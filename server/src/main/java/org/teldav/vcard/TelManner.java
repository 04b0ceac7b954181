package org.teldav.vcard;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber.CountryCodeSource;
import java.util.Optional;

/**
 * The manner in which somebody wrote a number. Where the new number has as many digits and falls into the same groups, its
 * digits take the places of the old ones; else it is grouped as in its own country, with the old separator where the old
 * number had one kind of separator only, and as is usual there where it had several.
 */
final class TelManner {
    private final PhoneNumberUtil library;
    private final TelText text;
    private final Phone old;
    private final String digits;
    private final String significant;
    private final NumberShape shape;

    TelManner(PhoneNumberUtil library, TelText text, Phone old) {
        this.library = library;
        this.text = text;
        this.old = old;
        this.digits = TelCharacters.digits(text.number());
        this.significant = library.getNationalSignificantNumber(old.number());
        this.shape = new NumberShape(text.number());
    }

    /** Number and extension, without {@code tel:}. */
    String write(Phone wanted, Optional<String> region) {
        boolean national = old.national() && isOf(wanted, region);
        String number = number(wanted, national);
        boolean unfit = text.uri() && number.chars().anyMatch(c -> "+0123456789-.()".indexOf(c) < 0);
        String fit = unfit ? compact(wanted, national) : number;
        if (wanted.extension().isEmpty()) {
            return fit;
        }
        String mark = text.extensionMark().isEmpty() ? " ext. " : text.extensionMark();
        return fit + (text.uri() ? Phone.EXT : mark) + wanted.extension();
    }

    private boolean isOf(Phone wanted, Optional<String> region) {
        String own = library.getRegionCodeForNumber(wanted.number());
        String known = own != null ? own : library.getRegionCodeForCountryCode(wanted.countryCode());
        return region.filter(known::equalsIgnoreCase).isPresent();
    }

    private String number(Phone wanted, boolean national) {
        Optional<String> replaced = digitsInPlace(wanted, national);
        if (replaced.isPresent()) {
            return shape.withDigits(replaced.get());
        }
        if (shape.isCompact()) {
            return compact(wanted, national);
        }
        String usual = usual(wanted, national);
        return shape.uniformSeparator()
                .map(separator -> NumberShape.joined(usual, separator))
                .orElse(usual);
    }

    /** All digits of the new number, when they may take the old ones' places. */
    private Optional<String> digitsInPlace(Phone wanted, boolean national) {
        if (wanted.countryCode() != old.countryCode() || national != old.national() || !keepsGroups(wanted, national)) {
            return Optional.empty();
        }
        return head(national)
                .map(head -> head + library.getNationalSignificantNumber(wanted.number()))
                .filter(all -> all.length() == digits.length());
    }

    /** What stands before the significant number and fits another number of the same country as well. */
    private Optional<String> head(boolean national) {
        if (!digits.endsWith(significant) || text.context().isPresent()) {
            return Optional.empty();
        }
        String head = digits.substring(0, digits.length() - significant.length());
        String code = String.valueOf(old.countryCode());
        boolean usual = national
                || head.equals(code)
                || head.equals(code + "0") && text.number().contains("(0)")
                || head.equals(dialOut() + code);
        return usual ? Optional.of(head) : Optional.empty();
    }

    /** A number grouped as is usual passes its groups to a number that is grouped alike; own ways of grouping pass always. */
    private boolean keepsGroups(Phone wanted, boolean national) {
        int length = significant.length();
        String oldGroups = new NumberShape(usual(old, national)).groups(length);
        return !shape.groups(length).equals(oldGroups)
                || new NumberShape(usual(wanted, national)).groups(length).equals(oldGroups);
    }

    private String usual(Phone phone, boolean national) {
        if (national) {
            return library.format(phone.number(), PhoneNumberFormat.NATIONAL);
        }
        String international = library.format(phone.number(), PhoneNumberFormat.INTERNATIONAL);
        String out = dialOut();
        return out.isEmpty() ? international : out + shape.separatorAfter(out.length()) + international.substring(1);
    }

    private String compact(Phone wanted, boolean national) {
        if (!national) {
            String out = dialOut();
            return (out.isEmpty() ? "+" : out) + wanted.e164().substring(1);
        }
        return head(true)
                .map(head -> head + library.getNationalSignificantNumber(wanted.number()))
                .orElseGet(() -> TelCharacters.digits(usual(wanted, true)));
    }

    /** The {@code 00} or {@code 011} that the old number begins with; empty without one. */
    private String dialOut() {
        if (old.number().getCountryCodeSource() != CountryCodeSource.FROM_NUMBER_WITH_IDD
                || !digits.endsWith(significant)) {
            return "";
        }
        String head = digits.substring(0, digits.length() - significant.length());
        return head.substring(0, Math.max(head.lastIndexOf(String.valueOf(old.countryCode())), 0));
    }
}
