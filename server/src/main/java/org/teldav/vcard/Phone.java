package org.teldav.vcard;

import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber.CountryCodeSource;

/**
 * A number that is certain.
 *
 * @param number of libphonenumber, without extension
 * @param e164 its E.164 form
 * @param extension digits, or empty
 */
record Phone(PhoneNumber number, String e164, String extension) {
    static final String EXT = ";ext=";

    String key() {
        return extension.isEmpty() ? e164 : e164 + EXT + extension;
    }

    Phone withExtension(String digits) {
        return digits.equals(extension) ? this : new Phone(number, e164, digits);
    }

    int countryCode() {
        return number.getCountryCode();
    }

    boolean national() {
        return number.getCountryCodeSource() == CountryCodeSource.FROM_DEFAULT_COUNTRY;
    }
}
