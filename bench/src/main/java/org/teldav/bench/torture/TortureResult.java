package org.teldav.bench.torture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run came to; its JSON form is what {@code --json} prints. Immutable.
 *
 * @param kills how often a server was killed, also in its start
 * @param writes acknowledged, number changes among them
 * @param unansweredDone writes whose answer was lost, and that were found done
 * @param unansweredNotDone the others
 * @param pages answers that readers had to their tokens
 * @param rewrites of holders' cards, by the changes' own count
 * @param rewritesByNode by the servers' counters, each read before its server was killed: a few are missing
 * @param startMillis from the start of a killed server until it is ready: the median and the longest
 * @param findings how often something was not as it must be
 * @param found what, the first hundred
 */
record TortureResult(
        long seed,
        String engine,
        int nodes,
        int kills,
        long writes,
        long unansweredDone,
        long unansweredNotDone,
        long pages,
        long changes,
        int holders,
        long rewrites,
        Map<String, Long> rewritesByNode,
        List<Long> startMillis,
        long seconds,
        long findings,
        List<String> found) {

    String json() {
        try {
            return JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build()
                    .writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A result is always writable", e);
        }
    }

    /** The verdict, in a sentence or two. */
    String sentence() {
        String what = String.format(
                Locale.ROOT,
                "%d kills on %s with %d %s, %d acknowledged writes, %d changes of a number with %d rewrites by %s,"
                        + " %d pages for readers; of the writes without an answer %d were done and %d not; ready again after %d ms (longest: %d ms).",
                kills,
                engine,
                nodes,
                nodes == 1 ? "server" : "servers",
                writes,
                changes,
                rewrites,
                rewritesByNode,
                pages,
                unansweredDone,
                unansweredNotDone,
                startMillis.get(0),
                startMillis.get(1));
        return findings == 0
                ? "Nothing was lost, and nothing done twice: " + what
                : findings + " times it was not as it must be (seed " + seed + "); first: " + found.get(0) + "\nAfter "
                        + what;
    }
}
