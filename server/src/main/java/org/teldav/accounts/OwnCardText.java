package org.teldav.accounts;

import java.util.List;
import org.teldav.vcard.CardDraft;

/** The own card as it is when its user is made. */
final class OwnCardText {
    private OwnCardText() {}

    /** @param tels in international form */
    static byte[] of(String uid, String fullName, List<String> tels, List<String> emails) {
        // Family name last, as most people write it; who writes otherwise changes it on the phone.
        int space = fullName.lastIndexOf(' ');
        String family = space < 0 ? "" : fullName.substring(space + 1);
        String given = space < 0 ? fullName : fullName.substring(0, space);
        CardDraft card = new CardDraft().line("UID", uid).line("FN", fullName).line("N", family, given, "", "", "");
        tels.forEach(tel -> card.line("TEL;TYPE=CELL", tel));
        emails.forEach(email -> card.line("EMAIL;TYPE=INTERNET", email));
        return card.bytes();
    }
}
