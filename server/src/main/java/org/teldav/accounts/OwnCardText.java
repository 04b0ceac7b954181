package org.teldav.accounts;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The own card as it is when its user is made: vCard 3.0 (RFC 2426), which every phone reads. */
final class OwnCardText {
    private static final int LINE = 75;

    private final StringBuilder text = new StringBuilder();

    private OwnCardText() {}

    /** @param tels in international form */
    static byte[] of(String uid, String fullName, List<String> tels, List<String> emails) {
        OwnCardText card = new OwnCardText();
        card.line("BEGIN:VCARD");
        card.line("VERSION:3.0");
        card.line("PRODID:-//TelDAV//TelDAV//EN");
        card.line("UID:" + uid);
        card.line("FN:" + escaped(fullName));
        card.line("N:" + structured(fullName));
        tels.forEach(tel -> card.line("TEL;TYPE=CELL:" + tel));
        emails.forEach(email -> card.line("EMAIL;TYPE=INTERNET:" + escaped(email)));
        card.line("END:VCARD");
        return card.text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Family name last, as most people write it; who writes otherwise changes it on the phone. */
    private static String structured(String fullName) {
        int space = fullName.lastIndexOf(' ');
        String family = space < 0 ? "" : fullName.substring(space + 1);
        String given = space < 0 ? fullName : fullName.substring(0, space);
        return escaped(family) + ";" + escaped(given) + ";;;";
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\")
                .replace(";", "\\;")
                .replace(",", "\\,")
                .replace("\n", "\\n");
    }

    /** Folded after 75 octets, never within a character (RFC 2426 §2.6). */
    private void line(String line) {
        int octets = 0;
        for (int i = 0; i < line.length(); ) {
            int sign = line.codePointAt(i);
            int size = Character.toString(sign).getBytes(StandardCharsets.UTF_8).length;
            if (octets + size > LINE) {
                text.append("\r\n ");
                octets = 1;
            }
            text.appendCodePoint(sign);
            octets += size;
            i += Character.charCount(sign);
        }
        text.append("\r\n");
    }
}
