package org.teldav.cli;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.teldav.Teldav;
import org.teldav.config.Listen;
import org.teldav.config.TeldavConfig;
import org.teldav.storage.DataFolderInUseException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The server, in the foreground. */
@Command(name = "serve", description = "Runs the server until it is told to end.", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "where (default: 127.0.0.1:8080); port 0: any; or unix:/PATH")
    private Optional<String> listen = Optional.empty();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    ServeCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        listen.ifPresent(this::check);
        TeldavConfig config = session.config(listen);
        try (Teldav teldav = Teldav.open(config)) {
            CountDownLatch closed = new CountDownLatch(1);
            Thread end = new Thread(() -> end(teldav, closed), "end");
            Runtime.getRuntime().addShutdownHook(end);
            start(teldav, end);
            session.out().println("TelDAV is ready at " + teldav.address());
            closed.await();
            return 0;
        } catch (DataFolderInUseException e) {
            throw new CliException("another server or command uses " + config.data() + " already", e);
        } catch (IOException | GeneralSecurityException e) {
            String why = e instanceof IOException io ? Session.why(io) : String.valueOf(e.getMessage());
            throw new CliException(why, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    /** Where it fails, the exit code is the command's own. */
    private void start(Teldav teldav, Thread end) throws IOException, GeneralSecurityException {
        boolean started = false;
        try {
            teldav.start(() -> makeAdministrator(teldav));
            started = true;
        } finally {
            if (!started) {
                forget(end);
            }
        }
    }

    /** Shown at once: later nobody knows it any more. */
    private void makeAdministrator(Teldav teldav) {
        teldav.makeAdministrator()
                .ifPresent(shown -> session.out()
                        .println("The administrator is 'admin' with the password " + shown
                                + " - it is shown this once only."));
    }

    private static void forget(Thread end) {
        try {
            Runtime.getRuntime().removeShutdownHook(end);
        } catch (IllegalStateException e) {
            // It is asked to end at the same moment, and ends well.
        }
    }

    private void check(String address) {
        try {
            Listen.parse(address);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--listen " + e.getMessage(), e);
        }
    }

    /** In answer to SIGTERM or SIGINT, which is a good end: hence not the JVM's own exit code. */
    private static void end(Teldav teldav, CountDownLatch closed) {
        int code = 1;
        try {
            teldav.close();
            code = 0;
        } finally {
            closed.countDown();
            Runtime.getRuntime().halt(code);
        }
    }
}
