package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Debian's litmus, which asks a server what RFC 4918 has it answer. {@code bin/test} installs it.
 *
 * @param folder for its logs
 * @param documents with the file {@code foo}, which it stores where it needs something to be there
 */
record Litmus(Path folder, Path documents) {
    /** Where Debian has a file of text. */
    static final Path TEXT = Path.of("/usr/share/litmus/htdocs");

    private static final Pattern TEST = Pattern.compile("\\s*(\\d+)\\. ([a-z_0-9]+)\\.* *(.*)", Pattern.DOTALL);
    private static final Pattern OUTCOME = Pattern.compile("[\\s.]*(pass|FAIL|SKIPPED)\\b(.*)", Pattern.DOTALL);

    /**
     * Runs one of {@code basic}, {@code copymove}, {@code props}, {@code locks} and {@code http}.
     *
     * @return by each test's number and name, what came of it: {@code pass}, {@code SKIPPED} or {@code FAIL} and why
     */
    Map<String, String> run(String suite, String url, String user, String password) {
        try {
            Files.createDirectories(folder);
            ProcessBuilder builder = new ProcessBuilder("litmus", "-k", url, user, password)
                    .directory(folder.toFile())
                    .redirectErrorStream(true);
            builder.environment().put("TESTS", suite);
            builder.environment().put("HTDOCS", documents.toString());
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            Map<String, String> outcomes = outcomes(output);
            assertThat(output).contains("<- summary for `" + suite + "': of ");
            return outcomes;
        } catch (IOException e) {
            throw new AssertionError("litmus is not installed: bin/test does it", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** A test's line is written anew when its outcome is known, and behind each of its warnings. */
    private static Map<String, String> outcomes(String output) {
        Map<String, String> outcomes = new LinkedHashMap<>();
        String name = "";
        for (String line : output.split("[\r\n]+")) {
            Matcher test = TEST.matcher(line);
            if (test.matches()) {
                name = test.group(1) + " " + test.group(2);
                outcomes.putIfAbsent(name, "no outcome");
            }
            Matcher outcome = OUTCOME.matcher(test.matches() ? test.group(3) : line);
            if (outcome.matches()) {
                outcomes.put(name, (outcome.group(1) + outcome.group(2)).strip());
            }
        }
        return outcomes;
    }
}
