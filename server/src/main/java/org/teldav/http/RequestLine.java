package org.teldav.http;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.NanoTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line a request: method, path without its query, status, milliseconds, bytes of the body, and who it was. The name of a card isn't shown, nor the token of an invitation, nor
 * anything that could be a number: some clients name cards by their numbers.
 */
final class RequestLine implements RequestLog {
    private static final Logger LOG = LoggerFactory.getLogger("org.teldav.access");
    private static final int MOST = 300;
    private static final Pattern SECRET =
            Pattern.compile("(/dav/addressbooks/[^/]*/[^/]*/|/history/|/books/[^/]*/contacts/|^/invited/).+");

    /** A part of a path with so many, with whatever between them, may be a number. */
    private static final int DIGITS = 7;

    @Override
    public void log(Request request, Response response) {
        if (!LOG.isInfoEnabled()) {
            return;
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(NanoTime.since(request.getHeadersNanoTime()));
        Object user = request.getAttribute(HttpServer.USER);
        LOG.info(
                "{} {} {} {} ms {} B{}",
                request.getMethod(),
                shown(request.getHttpURI().getPath()),
                response.getStatus(),
                millis,
                Response.getContentBytesWritten(response),
                user == null ? "" : " " + user);
    }

    /** Cut, and without a character that could pretend to be another line. */
    private static String shown(String path) {
        String named = path == null ? "-" : SECRET.matcher(path).replaceFirst("$1…");
        String cut = named.length() > MOST ? named.substring(0, MOST) + "…" : named;
        String text = Arrays.stream(cut.split("/", -1))
                .map(part -> part.chars().filter(c -> c >= '0' && c <= '9').count() < DIGITS ? part : "…")
                .collect(Collectors.joining("/"));
        return text.codePoints()
                .map(c -> c < ' ' || c == 0x7F ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
