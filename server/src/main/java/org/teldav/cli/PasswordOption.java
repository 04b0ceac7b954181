package org.teldav.cli;

import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A password, said in one of two ways. */
final class PasswordOption {
    @Option(
            names = "--password",
            paramLabel = "P",
            description = "the password; other users of this machine may see it")
    private Optional<String> password = Optional.empty();

    @Option(
            names = "--password-stdin",
            description = "take the password from the first line of the standard input; a terminal asks for it")
    private boolean stdin;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    String read(Session session) {
        boolean said = password.isPresent();
        if (said && stdin || !said && !stdin && !session.isTerminal()) {
            CommandLine line = spec.commandLine();
            throw new ParameterException(line, "give either --password or --password-stdin");
        }
        return password.or(session::password)
                .orElseThrow(() -> new CliException("there is no password on the standard input"));
    }
}
