package org.teldav.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.teldav.OneEngine;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

@OneEngine("about what is said of commands, whatever they work on")
class HelpTest {
    @Test
    void every_option_says_what_it_is_for() {
        CommandLine all = Main.commandLine(
                new Session(InputStream.nullInputStream(), System.out, System.err, Map.of(), Optional.empty()));
        assertThat(options(all))
                .hasSizeGreaterThan(50)
                .filteredOn(option -> option.description().length == 0)
                .isEmpty();
    }

    private static Stream<OptionSpec> options(CommandLine command) {
        return Stream.concat(
                command.getCommandSpec().options().stream(),
                command.getSubcommands().values().stream().flatMap(HelpTest::options));
    }
}
