package org.teldav;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A request and the answer that is expected to it. A file holds several, which are sent one after the other:
 *
 * <pre>
 * What the file shows, in a sentence, and which line of the specification it holds.
 * &#64;include ../three-cards.txt
 *
 * >>> PUT ${book}a.vcf
 * Content-Type: text/vcard
 *
 * BEGIN:VCARD
 * …
 * &lt;&lt;&lt; 201
 * ETag: ${etag}
 * !Location
 *
 * </pre>
 *
 * {@code >>>} begins a request, {@code <<<} an answer; headers follow, an empty line, and the body. A header with {@code !} is not sent, or must not be there. A variable that has
 * no value yet takes what the answer has in its place; {@code ${any}} takes anything and forgets it. An answer's body is compared as {@link CanonicalXml} where it begins with
 * {@code <} (the prefixes D, C, S, T and Z need no declaration), else as text; where there is none, it is not looked at; {@code (empty)} is one without a byte. A vCard's
 * lines, and only those, end in CR LF.
 *
 * @param where file and line, for whoever reads a failure
 * @param head what is sent: method and path; empty is nothing
 */
record Exchange(
        String where,
        String head,
        List<String> headers,
        Optional<String> body,
        int status,
        List<String> expected,
        Optional<String> answer) {
    static final Path FILES = Path.of("src/test/resources/org/teldav/exchanges");

    /** All but those that are only included. */
    static Stream<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(FILES)) {
            return files
                    .filter(file -> file.toString().endsWith(".txt")
                            && !file.getParent().equals(FILES))
                    .map(file -> FILES.relativize(file).toString())
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    static List<Exchange> read(Path file) {
        List<Exchange> exchanges = new ArrayList<>();
        List<String> lines = lines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("@include ")) {
                exchanges.addAll(read(file.resolveSibling(line.substring(9).strip())));
            } else if (line.startsWith(">>> ")) {
                exchanges.add(read(file.getFileName() + ":" + (i + 1), lines, i));
            }
        }
        return exchanges;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readString(file).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Exchange read(String where, List<String> lines, int start) {
        int middle = next(lines, start + 1);
        if (middle == lines.size() || !lines.get(middle).startsWith("<<< ")) {
            throw new AssertionError(where + ": a request without an answer");
        }
        int end = next(lines, middle + 1);
        return new Exchange(
                where,
                lines.get(start).substring(4).strip(),
                headers(lines.subList(start + 1, middle)),
                body(lines.subList(start + 1, middle)),
                Integer.parseInt(lines.get(middle).substring(4).strip()),
                headers(lines.subList(middle + 1, end)),
                body(lines.subList(middle + 1, end)));
    }

    private static int next(List<String> lines, int from) {
        int i = from;
        while (i < lines.size()
                && !lines.get(i).startsWith(">>> ")
                && !lines.get(i).startsWith("<<< ")) {
            i++;
        }
        return i;
    }

    private static List<String> headers(List<String> part) {
        int empty = part.indexOf("");
        return empty < 0 ? part : part.subList(0, empty);
    }

    private static Optional<String> body(List<String> part) {
        int empty = part.indexOf("");
        if (empty < 0) {
            return Optional.empty();
        }
        String text = String.join("\n", part.subList(empty + 1, part.size())).strip();
        return Optional.of(text.startsWith("BEGIN:VCARD") ? text.replace("\n", "\r\n") + "\r\n" : text)
                .filter(body -> !body.isEmpty())
                .map(body -> body.equals("(empty)") ? "" : body);
    }
}
