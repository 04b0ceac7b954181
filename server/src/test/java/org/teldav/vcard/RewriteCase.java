package org.teldav.vcard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.teldav.vcard.Rewritten.Changed;
import org.teldav.vcard.Rewritten.Unchanged;

/** The story's change of number, and cards with the lines that matter; {@code |} stands for CRLF. */
abstract class RewriteCase {
    static final String OLD = "+14155550100";
    static final String NEW = "+447700900123";
    static final Map<String, String> MOVE = Map.of(OLD, NEW);
    static final Optional<String> US = Optional.of("US");
    static final IntPredicate ALL = position -> true;

    final TelRewriter rewriter = new TelRewriter(new PhoneNumbers());

    Changed changed(byte[] card, Map<String, String> moves, String region) {
        Rewritten rewritten = rewriter.rewrite(card, moves, Optional.of(region), ALL);
        assertThat(rewritten).isInstanceOf(Changed.class);
        return (Changed) rewritten;
    }

    static byte[] card(String properties) {
        return ("BEGIN:VCARD|VERSION:3.0|FN:x|UID:1|" + properties + "|END:VCARD|")
                .replace("|", "\r\n")
                .getBytes(UTF_8);
    }

    void assertRewrites(String before, String after, Map<String, String> moves, String region) {
        assertThat(new String(changed(card(before), moves, region).card(), UTF_8))
                .isEqualTo(new String(card(after), UTF_8));
    }

    String reason(String properties, Map<String, String> moves) {
        Rewritten rewritten = rewriter.rewrite(card(properties), moves, US, ALL);
        assertThat(rewritten).isInstanceOf(Unchanged.class);
        return ((Unchanged) rewritten).reason();
    }
}
