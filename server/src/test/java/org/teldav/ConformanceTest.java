package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/conformance.md names what is there, and all of it. */
class ConformanceTest {
    private static final Pattern NAME = Pattern.compile("`([a-z-]+/[^`]+|\\w+Test)`");

    @Test
    void every_exchange_stands_on_the_page_and_what_stands_there_is_there() throws IOException {
        Set<String> exchanges =
                Exchange.files().map(file -> file.replace(".txt", "")).collect(Collectors.toCollection(TreeSet::new));
        Set<String> named =
                names().stream().filter(name -> !name.endsWith("Test")).collect(Collectors.toCollection(TreeSet::new));
        assertThat(named).isEqualTo(exchanges);
    }

    @Test
    void every_test_class_on_the_page_is_there() throws IOException {
        assertThat(classes())
                .containsAll(
                        names().stream().filter(name -> name.endsWith("Test")).toList());
    }

    private static Set<String> names() throws IOException {
        Set<String> names = new TreeSet<>();
        Files.readString(Path.of("../docs/conformance.md"))
                .lines()
                .filter(line -> line.startsWith("|"))
                .forEach(line -> {
                    String held = line.substring(line.indexOf("|", 1));
                    Matcher name = NAME.matcher(held);
                    while (name.find()) {
                        names.add(name.group(1));
                    }
                });
        return names;
    }

    private static Set<String> classes() throws IOException {
        Set<String> classes = new TreeSet<>();
        for (Path root : new Path[] {Path.of("src/test/java"), Path.of("../storage/src/test/java")}) {
            try (Stream<Path> files = Files.walk(root)) {
                files.map(file -> file.getFileName().toString().replace(".java", ""))
                        .forEach(classes::add);
            }
        }
        return classes;
    }
}
