package org.teldav.vcard;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber.CountryCodeSource;
import java.util.List;
import java.util.Optional;

/**
 * The manner in which somebody wrote a number. Where the new number has as many digits and falls into the same groups, its
 * digits take the places of the old ones; else it is grouped as in its own country, with the old separator where the old
 * number had one kind of separator only, and as is usual there where it had several. Digits of another script stay such.
 */
final class TelManner {
    private final PhoneNumberUtil library;
    private final TelText text;
    private final Phone old;
    private final String digits;
    private final String significant;
    private final NumberShape shape;
    private final UsualSeparators separators;

    TelManner(PhoneNumberUtil library, TelText text, Phone old) {
        this.library = library;
        this.text = text;
        this.old = old;
        this.digits = TelCharacters.digits(text.number());
        this.significant = library.getNationalSignificantNumber(old.number());
        this.shape = new NumberShape(text.number());
        this.separators = new UsualSeparators(shape, significant.length());
    }

    /** Number and extension, without {@code tel:}. */
    String write(Phone wanted, Optional<String> region) {
        boolean national = old.national() && isOf(wanted, region);
        String number = shape.inScript(number(wanted, national));
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
        String usual = separators.apply(
                usual(old, old.national()),
                usual(wanted, national),
                library.getNationalSignificantNumber(wanted.number()).length(),
                national);
        return wanted.countryCode() == old.countryCode() ? withZero(usual) : usual;
    }

    /** {@code +49 (0)30 …}: who writes the trunk prefix so writes it so before a number of another length, too. */
    private String withZero(String international) {
        int zero = digits.length() - significant.length() - 1;
        return hasZero() ? NumberShape.withAfter(international, zero, shape.bracketed(zero)) : international;
    }

    private boolean hasZero() {
        return !old.national()
                && text.number().contains("(0)")
                && digits.equals(dialOut() + old.countryCode() + "0" + significant);
    }

    /** All digits of the new number, when they may take the old ones' places. */
    private Optional<String> digitsInPlace(Phone wanted, boolean national) {
        if (wanted.countryCode() != old.countryCode() || national != old.national() || !keepsGroups(wanted, national)) {
            return Optional.empty();
        }
        return head(national)
                .map(head -> head + library.getNationalSignificantNumber(wanted.number()))
                .or(() -> asDialled(wanted, national))
                .filter(all -> all.length() == digits.length());
    }

    /** In Argentina a mobile is dialled with a 15 that stands within the number. */
    private Optional<String> asDialled(Phone wanted, boolean national) {
        return national && digits.equals(TelCharacters.digits(usual(old, true)))
                ? Optional.of(TelCharacters.digits(usual(wanted, true)))
                : Optional.empty();
    }

    /** What stands before the significant number and fits another number of the same country as well. */
    private Optional<String> head(boolean national) {
        if (!digits.endsWith(significant) || text.context().isPresent()) {
            return Optional.empty();
        }
        String head = digits.substring(0, digits.length() - significant.length());
        String code = String.valueOf(old.countryCode());
        boolean usual = national || head.equals(code) || head.equals(dialOut() + code) || hasZero();
        return usual ? Optional.of(head) : Optional.empty();
    }

    /**
     * A number grouped as is usual passes its groups to a number that is grouped alike. An own way of grouping passes where both have an area code of the same length, provided that
     * it parts the area code off, or is that of a number of the same kind.
     */
    private boolean keepsGroups(Phone wanted, boolean national) {
        int length = significant.length();
        List<Integer> own = shape.groups(length);
        List<Integer> before = new NumberShape(usual(old, national)).groups(length);
        List<Integer> after = new NumberShape(usual(wanted, national)).groups(length);
        if (own.isEmpty() || after.equals(before) && own.equals(before)) {
            return true;
        }
        return !own.equals(before)
                && NumberShape.first(before) == NumberShape.first(after)
                && (NumberShape.first(own) == NumberShape.first(before)
                        || library.getNumberType(old.number()) == library.getNumberType(wanted.number()));
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
