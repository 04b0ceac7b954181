package org.teldav.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * What no server in Java on this database can be quicker than: Jetty with one handler, and one statement a request on one table of cards. Nobody logs in,
 * nothing is checked, no index, history, quota or token is kept. Thread-safe.
 */
final class FloorServer implements AutoCloseable {
    static final String BOOK = "/book/";
    static final int CARDS_ASKED = 100;

    private static final int LINES = 8;

    /** As TelDAV has them: with the number that Jetty takes by itself every second GET wakes one thread more. */
    private static final int RESERVED_THREADS = 4;

    private static final String ROWS = "SELECT name, etag, card FROM floor_cards WHERE name ";
    private static final HttpField VCARD =
            new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "text/vcard; charset=utf-8");
    private static final HttpField XML =
            new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "application/xml; charset=utf-8");

    private final BlockingQueue<Line> lines = new ArrayBlockingQueue<>(LINES);
    private final Server server = new Server(threads());
    private final ServerConnector connector = new ServerConnector(server);

    /** @param url JDBC's; the table floor_cards is made there, with the cards in it */
    FloorServer(String url, Cards cards) throws Exception {
        try (Connection connection = DriverManager.getConnection(url)) {
            fill(connection, cards);
        }
        for (int i = 0; i < LINES; i++) {
            lines.add(new Line(DriverManager.getConnection(url)));
        }
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new OneStatement());
        server.start();
    }

    private static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setReservedThreads(RESERVED_THREADS);
        return threads;
    }

    int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        LifeCycle.stop(server);
        for (Line line : lines) {
            try {
                line.connection().close();
            } catch (SQLException e) {
                throw new BenchFailure("The database could not be closed: " + e.getMessage(), e);
            }
        }
    }

    private static void fill(Connection connection, Cards cards) throws SQLException {
        boolean hsqldb = connection.getMetaData().getURL().startsWith("jdbc:hsqldb:");
        try (var statement = connection.createStatement()) {
            statement.execute("CREATE " + (hsqldb ? "CACHED " : "")
                    + "TABLE floor_cards (name VARCHAR(100) PRIMARY KEY, etag VARCHAR(64), card "
                    + (hsqldb ? "VARBINARY(1000000)" : "BYTEA") + ")");
        }
        connection.setAutoCommit(false);
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO floor_cards VALUES (?, ?, ?)")) {
            for (int i = 0; i < cards.count(); i++) {
                insert.setString(1, cards.name(i));
                insert.setString(2, "\"0\"");
                insert.setBytes(3, cards.card(i, 0));
                insert.addBatch();
            }
            insert.executeBatch();
        }
        connection.commit();
    }

    /** A connection with its statements, for one request at a time; each statement commits. */
    private record Line(
            Connection connection, PreparedStatement get, PreparedStatement put, PreparedStatement multiget) {
        Line(Connection connection) throws SQLException {
            this(
                    connection,
                    connection.prepareStatement(ROWS + "= ?"),
                    connection.prepareStatement("UPDATE floor_cards SET etag = ?, card = ? WHERE name = ?"),
                    connection.prepareStatement(
                            ROWS + "IN (" + String.join(", ", Collections.nCopies(CARDS_ASKED, "?")) + ")"));
        }
    }

    private final class OneStatement extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            Line line = lines.take();
            ByteBuffer answer;
            try {
                answer = answer(line, request, response);
            } finally {
                lines.add(line);
            }
            response.write(true, answer, callback);
            return true;
        }

        private ByteBuffer answer(Line line, Request request, Response response) throws Exception {
            return switch (request.getMethod()) {
                case "GET" -> get(line.get(), name(request), response);
                case "PUT" -> put(line.put(), request, response);
                default -> multiget(line.multiget(), request, response);
            };
        }

        private ByteBuffer get(PreparedStatement get, String name, Response response) throws SQLException {
            get.setString(1, name);
            try (ResultSet row = get.executeQuery()) {
                row.next();
                response.getHeaders().add(VCARD);
                response.getHeaders().add(HttpHeader.ETAG, row.getString(2));
                return ByteBuffer.wrap(row.getBytes(3));
            }
        }

        private ByteBuffer put(PreparedStatement put, Request request, Response response) throws Exception {
            byte[] card = body(request);
            String etag = '"' + Integer.toHexString(Arrays.hashCode(card)) + '"';
            put.setString(1, etag);
            put.setBytes(2, card);
            put.setString(3, name(request));
            put.executeUpdate();
            response.setStatus(204);
            response.getHeaders().add(HttpHeader.ETAG, etag);
            return ByteBuffer.allocate(0);
        }

        /** The hrefs of a request of ours: {@value FloorServer#CARDS_ASKED} at most. */
        private ByteBuffer multiget(PreparedStatement multiget, Request request, Response response) throws Exception {
            String asked = new String(body(request), StandardCharsets.UTF_8);
            int at = 0;
            for (int i = 1; i <= CARDS_ASKED; i++) {
                int end = asked.indexOf("</href>", at);
                multiget.setString(i, end < 0 ? "" : asked.substring(asked.lastIndexOf('/', end - 1) + 1, end));
                at = end < 0 ? at : end + 1;
            }
            StringBuilder xml = new StringBuilder(128 * 1024).append("<multistatus xmlns=\"DAV:\">");
            try (ResultSet rows = multiget.executeQuery()) {
                while (rows.next()) {
                    response(xml, rows.getString(1), rows.getString(2), rows.getBytes(3));
                }
            }
            response.setStatus(207);
            response.getHeaders().add(XML);
            return ByteBuffer.wrap(xml.append("</multistatus>").toString().getBytes(StandardCharsets.UTF_8));
        }

        private void response(StringBuilder xml, String name, String etag, byte[] card) {
            xml.append("<response><href>").append(BOOK).append(name);
            xml.append("</href><propstat><prop><getetag>").append(etag);
            xml.append("</getetag><address-data xmlns=\"urn:ietf:params:xml:ns:carddav\">");
            xml.append(new String(card, StandardCharsets.UTF_8).replace("\r", "&#13;"));
            xml.append("</address-data></prop><status>HTTP/1.1 200 OK</status></propstat></response>");
        }

        private String name(Request request) {
            return request.getHttpURI().getPath().substring(BOOK.length());
        }

        private byte[] body(Request request) throws IOException {
            return Content.Source.asInputStream(request).readAllBytes();
        }
    }
}
