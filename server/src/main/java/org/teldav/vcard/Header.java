package org.teldav.vcard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.teldav.vcard.VCardText.Parameter;

/**
 * What stands before the colon of a content line: {@code [group "."] name *(";" param)} (RFC 6350 §3.3).
 *
 * @param valueStart the byte after the colon; the start of the line where there is no colon
 */
record Header(Optional<String> group, String name, List<Parameter> parameters, int valueStart) {

    /** Reads the header of the content line in {@code [start, end)}; folds may lie in it. */
    static Header read(byte[] bytes, int start, int end) {
        int colon = colon(bytes, start, end);
        if (colon < 0) {
            return new Header(Optional.empty(), "", List.of(), start);
        }
        String text = new String(ValueText.unfold(bytes, start, colon), UTF_8);
        int semicolon = text.indexOf(';');
        String nameText = (semicolon < 0 ? text : text.substring(0, semicolon)).strip();
        int dot = nameText.lastIndexOf('.');
        return new Header(
                dot > 0 ? Optional.of(nameText.substring(0, dot)) : Optional.empty(),
                nameText.substring(dot + 1).toUpperCase(Locale.ROOT),
                semicolon < 0 ? List.of() : new ParameterReader(text, semicolon).read(),
                colon + 1);
    }

    /** The first colon outside quotes; where quotes don't balance, the first at all. */
    private static int colon(byte[] bytes, int start, int end) {
        int first = -1;
        boolean parameters = false;
        boolean quoted = false;
        for (int i = start; i < end; i++) {
            byte b = bytes[i];
            if (b == ':') {
                if (!quoted) {
                    return i;
                }
                first = first < 0 ? i : first;
            } else if (b == ';') {
                parameters = true;
            } else if (b == '"' && parameters) {
                quoted = !quoted;
            }
        }
        return first;
    }

    List<String> parameter(String wanted) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equalsIgnoreCase(wanted))
                .flatMap(parameter -> parameter.values().stream())
                .toList();
    }

    boolean quotedPrintable() {
        return encodedAs("QUOTED-PRINTABLE");
    }

    boolean base64() {
        return encodedAs("BASE64") || encodedAs("B");
    }

    private boolean encodedAs(String encoding) {
        return !parameters.isEmpty() && parameter("ENCODING").stream().anyMatch(encoding::equalsIgnoreCase);
    }
}
