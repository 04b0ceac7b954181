package org.teldav.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;
import org.teldav.Version;
import org.teldav.storage.StorageException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code teldav}: 0 where all went well, 2 for a wrong call, 1 for a failure with one line that says what to do. */
@Command(
        name = "teldav",
        description = "A CardDAV server that keeps phone numbers current.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Release.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
    /** The command that says in the log what it does. */
    private static final String SERVE = "serve";

    private static final String LEVEL = "teldav.log";

    @Mixin
    private final Session session;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Main(Session session) {
        this.session = session;
    }

    public static void main(String[] args) {
        PrintStream out = stream(FileDescriptor.out);
        PrintStream err = stream(FileDescriptor.err);
        // Libraries write names in capitals as the machine's language does: in Turkish "i" becomes another letter, and
        // HSQLDB doesn't start.
        Locale.setDefault(Locale.ROOT);
        // Later versions of Java have a console also where there is no terminal.
        System.setProperty("jdk.console", "java.base");
        Optional<Supplier<Optional<String>>> unseen = Optional.ofNullable(System.console())
                .map(console ->
                        () -> Optional.ofNullable(console.readPassword()).map(String::new));
        System.exit(run(new Session(System.in, out, err, System.getenv(), unseen), args));
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /**
     * Runs one command where there is no terminal.
     *
     * @return its exit code
     */
    public static int run(
            InputStream in, PrintStream out, PrintStream err, Map<String, String> environment, String... args) {
        return run(new Session(in, out, err, environment, Optional.empty()), args);
    }

    static int run(Session session, String... args) {
        PrintStream out = session.out();
        PrintStream err = session.err();
        // Before the first logger is made: a short command only tells what goes wrong.
        if (System.getProperty(LEVEL) == null && !List.of(args).contains(SERVE)) {
            System.setProperty(LEVEL, "WARN");
        }
        CommandLine line = commandLine(session);
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        line.setParameterExceptionHandler((e, arguments) -> wrongCall(e));
        line.setExecutionExceptionHandler((e, command, result) -> failed(e, err));
        int code = line.execute(args);
        if (code == 0 && out.checkError() && !List.of(args).contains(SERVE)) {
            err.println("teldav: what it has to say could not be written, or not all of it");
            return CommandLine.ExitCode.SOFTWARE;
        }
        return code;
    }

    /** All commands there are. */
    static CommandLine commandLine(Session session) {
        return new CommandLine(new Main(session))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .addSubcommand(new ServeCommand(session))
                .addSubcommand(new DemoCommand(session))
                .addSubcommand(
                        new CommandLine(new UserCommand(session)).addSubcommand(new SecondFactorCommand(session)))
                .addSubcommand(new DeviceCommand(session))
                .addSubcommand(new PushCommand(session))
                .addSubcommand(new GroupCommand(session))
                .addSubcommand(new CardCommand(session))
                .addSubcommand(new NumberCommand(session))
                .addSubcommand(new ChangesCommand(session))
                .addSubcommand(new JournalCommand(session))
                .addSubcommand(new InboxCommand(session))
                .addSubcommand(new PrefsCommand(session))
                .addSubcommand(new BackupCommand(session))
                .addSubcommand(new RestoreCommand(session))
                .addSubcommand(new DoctorCommand(session))
                .registerConverter(long.class, text -> whole(text, Long::valueOf))
                .registerConverter(Long.class, text -> whole(text, Long::valueOf))
                .registerConverter(int.class, text -> whole(text, Integer::valueOf));
    }

    /** In words of people's, not of Java's. */
    private static <T> T whole(String text, Function<String, T> read) {
        try {
            return read.apply(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is no whole number, or too large a one");
        }
    }

    private static int wrongCall(ParameterException e) {
        PrintWriter err = e.getCommandLine().getErr();
        err.println("teldav: " + said(e));
        err.println("Try '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
        return CommandLine.ExitCode.USAGE;
    }

    private static String said(ParameterException e) {
        if (e instanceof UnmatchedArgumentException told && !told.isUnknownOption()) {
            String first = "'" + told.getUnmatched().get(0) + "'";
            return told.getCommandLine().getSubcommands().isEmpty()
                    ? first + " is one too many"
                    : "there is no command " + first;
        }
        return String.valueOf(e.getMessage());
    }

    private static int failed(Exception e, PrintStream err) {
        if (e instanceof CliException || e instanceof StorageException) {
            err.println("teldav: " + e.getMessage());
        } else {
            LoggerFactory.getLogger(Main.class).debug("the command failed", e);
            err.println("teldav: it failed: " + e);
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** Without a command: how it is called. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }

    static final class Release implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"TelDAV " + Version.current()};
        }
    }
}
