package org.teldav.vcard;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.teldav.vcard.VCardText.Parameter;

/** Reads {@code *(";" name "=" value *("," value))}, values quoted or not, encoded as in RFC 6868 or not. */
final class ParameterReader {
    /** What vCard 2.1 lets stand without {@code ENCODING=}. */
    private static final Set<String> BARE_ENCODINGS = Set.of("QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT");

    private final String text;
    private int at;

    /** @param semicolon where the first parameter's semicolon stands */
    ParameterReader(String text, int semicolon) {
        this.text = text;
        this.at = semicolon;
    }

    List<Parameter> read() {
        List<Parameter> parameters = new ArrayList<>(4);
        while (at < text.length()) {
            at++;
            int nameEnd = endOf('=');
            String name = text.substring(at, nameEnd).strip();
            if (nameEnd < text.length() && text.charAt(nameEnd) == '=') {
                at = nameEnd + 1;
                parameters.add(new Parameter(name.toUpperCase(Locale.ROOT), values()));
            } else if (!name.isEmpty()) {
                parameters.add(bare(name));
            }
            at = endOf(';');
        }
        return List.copyOf(parameters);
    }

    private static Parameter bare(String value) {
        boolean encoding = BARE_ENCODINGS.contains(value.toUpperCase(Locale.ROOT));
        return new Parameter(encoding ? "ENCODING" : "TYPE", List.of(value.split(",")));
    }

    private List<String> values() {
        List<String> values = new ArrayList<>(2);
        while (true) {
            int end = endOf(',');
            values.add(decode(text.substring(at, end)));
            at = end;
            if (end == text.length() || text.charAt(end) == ';') {
                return values;
            }
            at++;
        }
    }

    /** The next {@code mark} or {@code ;} outside quotes, from where the reader stands, else the end. */
    private int endOf(char mark) {
        boolean quoted = false;
        for (int i = at; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == mark || c == ';')) {
                return i;
            }
        }
        return text.length();
    }

    private static String decode(String value) {
        String bare = value.indexOf('"') < 0 ? value : value.replace("\"", "");
        if (bare.indexOf('^') < 0) {
            return bare;
        }
        StringBuilder decoded = new StringBuilder(bare.length());
        for (int i = 0; i < bare.length(); i++) {
            char c = bare.charAt(i);
            int escaped = c == '^' && i + 1 < bare.length() ? "n'^".indexOf(bare.charAt(i + 1)) : -1;
            decoded.append(escaped < 0 ? c : "\n\"^".charAt(escaped));
            i += escaped < 0 ? 0 : 1;
        }
        return decoded.toString();
    }
}
