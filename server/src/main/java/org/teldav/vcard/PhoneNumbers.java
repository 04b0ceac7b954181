package org.teldav.vcard;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberMatch;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.Leniency;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber.CountryCodeSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Phone numbers as keys and as text. A key is a number's E.164 form, with {@code ;ext=NNN} where it has an extension; a
 * number that isn't certain has none, and is never rewritten (propagation.md, rule 5). Thread-safe; wraps libphonenumber.
 */
public final class PhoneNumbers {
    private static final Logger LOG = LoggerFactory.getLogger(PhoneNumbers.class);
    private static final int MEXICO = 52;
    static final int KNOWN_MAX = 10_000;
    /** More than E.164's 15 digits and any prefix dialled before them. */
    private static final int LONGEST = 30;
    /** The plus, and at most 15 digits (E.164 §6); the library allows a few more in Germany. */
    private static final int LONGEST_E164 = 16;

    /** Counts up when this class itself makes other keys of the same numbers. */
    private static final int OWN_VERSION = 1;

    private static final String LIBRARY_PROPERTIES =
            "/META-INF/maven/com.googlecode.libphonenumber/libphonenumber/pom.properties";

    private final PhoneNumberUtil library = PhoneNumberUtil.getInstance();
    private final AtomicBoolean complained = new AtomicBoolean();

    /** What the library said of a region and dialled digits: it is asked for the same few numbers again and again. */
    private final Cache<String, Optional<Phone>> known =
            Caffeine.newBuilder().maximumSize(KNOWN_MAX).build();

    /** Two that differ may make different keys of one number. The library's numbering plans have no version of their own but that of its jar. */
    public String version() {
        Properties properties = new Properties();
        try (InputStream in = PhoneNumberUtil.class.getResourceAsStream(LIBRARY_PROPERTIES)) {
            if (in == null) {
                throw new IllegalStateException("libphonenumber's jar doesn't say which version it is");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version") + "/" + OWN_VERSION;
    }

    /**
     * The key of a TEL's value: of a number that is possible and valid, or reserved for drama, and that is written so that
     * it can be no other. A pause with digits to dial after it is no part of it, and a comment in brackets neither.
     *
     * @param telValue unescaped text, or a {@code tel:} URI
     * @param region ISO 3166 alpha-2 of the user; without one, only numbers with a country code have a key
     */
    public Optional<String> key(String telValue, Optional<String> region) {
        return TelText.read(telValue).flatMap(text -> phone(text, region)).map(Phone::key);
    }

    /**
     * The new number as somebody would write it who wrote the old one: national or international, with the same separators,
     * {@code tel:} URI or text. The old extension, pause and comment are left out.
     *
     * @param newKey as {@link #key} makes it
     * @return text whose own key, for the same region, is the new key
     * @throws IllegalArgumentException where the new key is none
     */
    public String inMannerOf(String newKey, String oldText, Optional<String> region) {
        Phone wanted = ofKey(newKey)
                .orElseThrow(() -> new IllegalArgumentException("a number without a key can't be written anywhere"));
        Optional<TelText> text = TelText.read(oldText);
        Optional<Phone> old = text.flatMap(read -> phone(read, region));
        boolean uri = TelText.isUri(oldText);
        if (old.isPresent()) {
            String prefix =
                    uri ? oldText.substring(text.get().start(), text.get().start() + 4) : "";
            String written = prefix + new TelManner(library, text.get(), old.get()).write(wanted, region);
            if (key(written, region).filter(newKey::equals).isPresent()) {
                return written;
            }
        }
        return plain(wanted, uri);
    }

    /** For people to read, as in {@code +44 7700 900123 ext. 12}; what is no key comes back as it is. */
    public String international(String key) {
        return ofKey(key)
                .map(phone -> library.format(phone.number(), PhoneNumberFormat.INTERNATIONAL)
                        + (phone.extension().isEmpty() ? "" : " ext. " + phone.extension()))
                .orElse(key);
    }

    /** Whether this is a region that numbers can be read for, as in {@code GB}; upper or lower case. */
    public boolean isRegion(String code) {
        return library.getSupportedRegions().contains(code.toUpperCase(Locale.ROOT));
    }

    /** Whether this is a key in the one form that {@link #key} makes. */
    public boolean isKey(String key) {
        return ofKey(key).isPresent();
    }

    private Optional<Phone> ofKey(String key) {
        return TelText.read(key)
                .flatMap(text -> phone(text, Optional.empty()))
                .filter(phone -> phone.key().equals(key));
    }

    private static String plain(Phone phone, boolean uri) {
        if (uri) {
            return "tel:" + phone.key();
        }
        return phone.extension().isEmpty() ? phone.e164() : phone.e164() + " ext. " + phone.extension();
    }

    Optional<Phone> phone(TelText text, Optional<String> region) {
        String upper = region.map(code -> code.toUpperCase(Locale.ROOT)).orElse("ZZ");
        String dialled = text.dialled();
        if (dialled.length() > LONGEST) {
            return Optional.empty();
        }
        return known.get(upper + dialled, question -> read(dialled, upper))
                .map(phone -> phone.withExtension(text.extension()));
    }

    private Optional<Phone> read(String dialled, String region) {
        try {
            return certain(withoutMexicanOne(library.parseAndKeepRawInput(dialled, region)), dialled, region);
        } catch (NumberParseException noNumber) {
            return Optional.empty();
        } catch (RuntimeException broken) {
            if (complained.compareAndSet(false, true)) {
                LOG.debug("A TEL that libphonenumber can't read has no key: {}", broken.getClass());
            }
            return Optional.empty();
        }
    }

    private Optional<Phone> certain(PhoneNumber number, String dialled, String region) {
        String e164 = library.format(number, PhoneNumberFormat.E164);
        boolean valid = library.isValidNumber(number) || ReservedNumbers.has(e164) && library.isPossibleNumber(number);
        return valid && e164.length() <= LONGEST_E164 && hasTrunkPrefix(number, dialled, region)
                ? Optional.of(new Phone(number, e164, ""))
                : Optional.empty();
    }

    /**
     * Whether a national number is written as it has to be dialled. In a country with a trunk prefix {@code 4155550100}
     * without it may well be a foreign number whose country code was left out.
     */
    private boolean hasTrunkPrefix(PhoneNumber number, String dialled, String region) {
        if (number.getCountryCodeSource() != CountryCodeSource.FROM_DEFAULT_COUNTRY) {
            return true;
        }
        String prefix = library.getNddPrefixForRegion(region, true);
        if (prefix == null || dialled.startsWith(prefix)) {
            return true;
        }
        String usual = TelCharacters.digits(library.format(number, PhoneNumberFormat.NATIONAL));
        return usual.equals(dialled) || libraryTakes(dialled, region);
    }

    /** The library knows where the prefix may be left out, but tells only by finding the number in a text or not. */
    private boolean libraryTakes(String dialled, String region) {
        Iterator<PhoneNumberMatch> matches =
                library.findNumbers(dialled, region, Leniency.VALID, 1).iterator();
        return matches.hasNext() && matches.next().start() == 0;
    }

    /** Until 2019 a Mexican mobile was dialled from abroad as +52 1; the number is the same without. */
    private PhoneNumber withoutMexicanOne(PhoneNumber number) {
        String national = Long.toString(number.getNationalNumber());
        CountryCodeSource source = number.getCountryCodeSource();
        boolean fromAbroad = source == CountryCodeSource.FROM_NUMBER_WITH_PLUS_SIGN
                || source == CountryCodeSource.FROM_NUMBER_WITH_IDD;
        if (number.getCountryCode() != MEXICO || !fromAbroad || national.length() != 11 || national.charAt(0) != '1') {
            return number;
        }
        return new PhoneNumber().mergeFrom(number).setNationalNumber(Long.parseLong(national.substring(1)));
    }
}
