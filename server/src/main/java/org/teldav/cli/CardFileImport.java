package org.teldav.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.teldav.cards.VCardFile;
import org.teldav.web.ApiAnswer;
import org.teldav.web.Json;

/** Sends the cards of a file in batches: bad cards are named, the good ones done. */
final class CardFileImport {
    private static final int BATCH = 50;
    private static final int BATCH_BYTES = 1 << 20;
    private static final JsonNode TOO_LARGE = Json.object()
            .set(
                    "results",
                    Json.array().add(refused("it is larger than a request may be, which is twice 'limits.card'")));
    private static final Duration QUIET = Duration.ofSeconds(1);

    private final Session session;
    private final Door door;
    private final String user;
    private final String book;
    private final Map<String, Integer> counts = new TreeMap<>();
    private final ArrayNode report = Json.array();
    private final List<VCardFile.Part> batch = new ArrayList<>();
    private int batchBytes;
    private int withUid;
    private int seen;
    private long told = System.nanoTime();

    CardFileImport(Session session, Door door, String user, String book) {
        this.session = session;
        this.door = door;
        this.user = user;
        this.book = book;
    }

    int run(String file) {
        door.get(Door.path("users", user));
        try (InputStream in = file.equals("-") ? session.in() : Files.newInputStream(Path.of(file))) {
            VCardFile cards = new VCardFile(in);
            for (Optional<VCardFile.Part> part = cards.next(); part.isPresent(); part = cards.next()) {
                take(part.get());
            }
            send();
        } catch (NoSuchFileException e) {
            throw new CliException("there is no file " + file, e);
        } catch (IOException e) {
            throw new CliException(file + " can't be read: " + Session.why(e), e);
        } finally {
            tell();
        }
        if (seen == 0) {
            throw new CliException("there is no card in " + file);
        }
        return count("refused") == 0 ? 0 : 1;
    }

    /** Also where it ends in the middle: what was stored until then is there. */
    private void tell() {
        if (counts.isEmpty()) {
            return;
        }
        if (session.json()) {
            session.out().println(Json.pretty(report));
        } else {
            session.out().println(summary());
        }
    }

    private void take(VCardFile.Part part) {
        seen++;
        if (!part.whole()) {
            report(part, refused("it is no card from BEGIN:VCARD to END:VCARD"));
            return;
        }
        if (batch.size() == BATCH || batchBytes + part.content().length > BATCH_BYTES) {
            send();
        }
        batch.add(part);
        batchBytes += part.content().length;
    }

    private static ObjectNode refused(String reason) {
        return Json.object().put("result", "refused").put("reason", reason);
    }

    private void send() {
        if (batch.isEmpty()) {
            return;
        }
        ArrayNode contents = Json.array();
        batch.forEach(part -> contents.add(part.content()));
        JsonNode results = sent(Json.object().set("cards", contents)).path("results");
        for (int i = 0; i < batch.size(); i++) {
            report(batch.get(i), results.get(i).deepCopy());
        }
        batch.clear();
        batchBytes = 0;
        if (System.nanoTime() - told > QUIET.toNanos()) {
            session.err().println(seen + " cards so far");
            told = System.nanoTime();
        }
    }

    private JsonNode sent(JsonNode cards) {
        try {
            ApiAnswer answer = door.ask("POST", Door.path("users", user, "books", book, "cards"), cards);
            // One that is larger than a batch comes alone.
            return answer.status() == 413 && batch.size() == 1 ? TOO_LARGE : Door.good(answer);
        } catch (CliException e) {
            if (counts.isEmpty()) {
                throw e;
            }
            throw new CliException(
                    e.getMessage() + "; it ended at the card in line "
                            + batch.get(0).line() + ", and the file can be imported again: none will be there twice",
                    e);
        }
    }

    private void report(VCardFile.Part part, ObjectNode result) {
        String word = Table.text(result, "result");
        counts.merge(word, 1, Integer::sum);
        withUid += result.path("uid_added").asBoolean() ? 1 : 0;
        if (session.json()) {
            report.add(result.put("line", part.line()));
        } else if (word.equals("refused")) {
            session.out().println(part.label() + ": " + Table.text(result, "reason"));
        }
    }

    private String summary() {
        String summary = "in " + user + "/" + book + ": " + count("created") + " new, " + count("replaced")
                + " replaced, " + count("unchanged") + " unchanged, " + count("refused") + " refused";
        return withUid == 0
                ? summary
                : summary + "; " + withUid + " had no UID and " + (withUid == 1 ? "was" : "were") + " given one";
    }

    private int count(String word) {
        return counts.getOrDefault(word, 0);
    }
}
