package org.teldav.bench;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.teldav.vcard.CardIndex;
import org.teldav.vcard.InvalidCardException;
import org.teldav.vcard.PhoneNumbers;
import org.teldav.vcard.Rewritten;
import org.teldav.vcard.TelRewriter;

/** What a card costs: to be rewritten, to be indexed, and a number its key. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TelRewriterBenchmark {
    private static final Map<String, String> MAPPING = Map.of("+14155550100", "+447700900123");
    private static final Optional<String> REGION = Optional.of("US");

    private final PhoneNumbers numbers = new PhoneNumbers();
    private final TelRewriter rewriter = new TelRewriter(numbers);

    /** About the size of the card, in bytes; most of it a photo. */
    @Param({"1000", "200000"})
    public int size;

    private byte[] card = new byte[0];

    @Setup
    public void card() {
        byte[] photo = new byte[size * 3 / 4];
        new Random(1).nextBytes(photo);
        String folded = Base64.getMimeEncoder(74, "\r\n ".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(photo);
        card =
                ("BEGIN:VCARD\r\nVERSION:3.0\r\nUID:1\r\nN:Liddell;Alice;;;\r\nFN:Alice\r\nitem1.TEL;type=pref:(415) 555-0100\r\n"
                                + "item1.X-ABLabel:_$!<Mobile>!$_\r\nTEL;TYPE=HOME:+1 415 555 0199\r\nEMAIL:alice@example.com\r\n"
                                + "PHOTO;ENCODING=b;TYPE=JPEG:" + folded + "\r\nEND:VCARD\r\n")
                        .getBytes(StandardCharsets.UTF_8);
    }

    @Benchmark
    public Rewritten rewrite() {
        return rewriter.rewrite(card, MAPPING, REGION, position -> true);
    }

    @Benchmark
    public CardIndex index() throws InvalidCardException {
        return CardIndex.of(card, numbers, REGION);
    }

    @Benchmark
    public Optional<String> key() {
        return numbers.key("(415) 555-0100", REGION);
    }
}
