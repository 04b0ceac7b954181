package org.teldav.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Where the server listens. The name is looked up once, so that what was checked to be loopback is what is connected to.
 * Immutable.
 *
 * @param address the address to connect to
 * @param host the name as it stood in the URL, without brackets
 * @param authority what goes into the Host header
 */
record Endpoint(InetAddress address, int port, boolean tls, String host, String authority) {

    private static final int CONNECT_MILLIS = 10_000;

    /** @throws BenchFailure if it isn't an http or https URL, or its host isn't known */
    static Endpoint of(URI url) {
        String scheme = String.valueOf(url.getScheme());
        boolean tls = scheme.equalsIgnoreCase("https");
        if (url.getHost() == null || !tls && !scheme.equalsIgnoreCase("http")) {
            throw new BenchFailure("'" + url + "' is not a URL like http://127.0.0.1:8080/dav/.");
        }
        String host = url.getHost().replaceAll("^\\[|]$", "");
        int port = url.getPort() < 0 ? (tls ? 443 : 80) : url.getPort();
        String authority = url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + port;
        try {
            return new Endpoint(InetAddress.getByName(host), port, tls, host, authority);
        } catch (UnknownHostException e) {
            throw new BenchFailure("The host '" + host + "' is not known: check the spelling of --url.", e);
        }
    }

    /** @throws BenchFailure if the text is no URL */
    static URI parse(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new BenchFailure("'" + text + "' is not a URL: " + e.getReason() + ".", e);
        }
    }

    /** Load is for one's own machine: anything else must be meant. */
    void requireLoopback() {
        if (!address.isLoopbackAddress()) {
            throw new BenchFailure(
                    "'" + host + "' is not this machine, and this is a load generator: only loopback addresses"
                            + " are measured, unless you add --yes-remote because the server is yours.");
        }
    }

    Socket connect(int timeoutMillis) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(address, port), Math.min(timeoutMillis, CONNECT_MILLIS));
            socket.setSoTimeout(timeoutMillis);
            return tls ? secured(socket) : socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private Socket secured(Socket plain) throws IOException {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket socket = (SSLSocket) factory.createSocket(plain, host, port, true);
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }
}
