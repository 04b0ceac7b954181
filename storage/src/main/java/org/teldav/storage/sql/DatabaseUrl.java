package org.teldav.storage.sql;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** URLs of JDBC. They may hold a password, so no message repeats a part of one that isn't known to be none. */
public final class DatabaseUrl {
    private static final String PREFIXES = "must begin with jdbc:postgresql: or jdbc:hsqldb:";
    private static final String SHAPE = "must be like jdbc:postgresql://db1:5432,db2:5432/teldav?sslmode=verify-full";
    private static final String HOST = "(?:[^/?#@:,]+|\\[[0-9a-fA-F:.]+])(?::\\d{1,5})?";
    private static final Pattern POSTGRES =
            Pattern.compile("jdbc:postgresql://(" + HOST + "(?:," + HOST + ")*)/[^/?#]+(?:\\?([^#]*))?");

    private DatabaseUrl() {}

    /**
     * The URL, if an engine of ours and its driver can do with it. The driver itself passes over a parameter that it doesn't know, and {@code sslmod=…} would
     * be a connection in clear text.
     *
     * @throws IllegalArgumentException with what it must be
     */
    public static String checked(String url) {
        if (url.startsWith("jdbc:hsqldb:")) {
            return url;
        } else if (!url.startsWith(Postgres.URL_PREFIX)) {
            throw new IllegalArgumentException(PREFIXES);
        }
        Matcher parts = POSTGRES.matcher(url);
        if (!parts.matches() || Driver.parseURL(url, null) == null) {
            throw new IllegalArgumentException(SHAPE);
        }
        String query = parts.group(2);
        if (query != null && !query.isEmpty()) {
            String[] parameters = query.split("&", -1);
            for (int i = 0; i < parameters.length; i++) {
                check(i + 1, parameters[i].split("=", 2));
            }
        }
        return url;
    }

    private static void check(int position, String... parameter) {
        PGProperty property = PGProperty.forName(parameter[0]);
        if (property == null || parameter.length < 2) {
            throw new IllegalArgumentException(
                    "must have only parameters that the driver of PostgreSQL knows: number " + position + " is none");
        }
        String[] choices = property.getChoices();
        String value = URLDecoder.decode(parameter[1], StandardCharsets.UTF_8);
        if (choices != null && !List.of(choices).contains(value)) {
            throw new IllegalArgumentException(
                    "must have as " + property.getName() + " one of " + String.join(", ", choices));
        }
    }

    /** Host and port, of several with commas between them; for people to read. */
    static String hosts(String url) {
        Matcher parts = POSTGRES.matcher(url);
        return parts.matches() ? parts.group(1) : "this machine";
    }
}
