package org.teldav.http;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;

/** Listens at a socket of Unix that the server's user and group may connect to. One that a killed server left behind is taken away. Thread-safe. */
final class SocketFile extends UnixDomainServerConnector {
    private final Path path;
    private boolean ours;

    SocketFile(Server server, Path path, ConnectionFactory... factories) {
        super(server, 1, 1, factories);
        this.path = path;
        setUnixDomainPath(path);
    }

    @Override
    protected void doStart() throws Exception {
        removeStale();
        ours = true;
        super.doStart();
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));
    }

    /** Takes the file away, where it is not another's. */
    @Override
    protected void doStop() throws Exception {
        if (ours) {
            super.doStop();
        }
    }

    private void removeStale() throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
            throw new IOException("it is there already and no socket");
        }
        if (isListenedTo()) {
            throw new IOException("another server listens there");
        }
        Files.delete(path);
    }

    private boolean isListenedTo() {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            return channel.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
