package org.teldav.dav;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The header {@code Push-Dont-Notify} (WebDAV-Push): which registrations need not be told of what the request changes. A hint: what can't be read in it says nothing.
 *
 * @param hrefs their paths, as they stand in the URLs; empty for {@code *}, all
 */
public record DontNotify(Optional<Set<String>> hrefs) {
    private static final String HEADER = "Push-Dont-Notify";

    /** More than that are not looked at. */
    static final int MOST = 20;

    /** Empty where the request has none. */
    public static Optional<DontNotify> of(DavRequest request) {
        return request.header(HEADER).map(DontNotify::parse);
    }

    /** URLs in quotes, with commas between them; also without quotes, as DAVx5 once sent its one. */
    private static DontNotify parse(String header) {
        if (header.strip().equals("*")) {
            return new DontNotify(Optional.empty());
        }
        Set<String> hrefs = new LinkedHashSet<>();
        for (String url : header.split(",")) {
            String plain = url.strip().replace("\"", "");
            int authority = plain.indexOf("://");
            int path = plain.indexOf('/', authority < 0 ? 0 : authority + 3);
            if (path >= 0 && hrefs.size() < MOST) {
                hrefs.add(plain.substring(path));
            }
        }
        return new DontNotify(Optional.of(hrefs));
    }
}
