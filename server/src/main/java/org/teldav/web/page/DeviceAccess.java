package org.teldav.web.page;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * What a device has to be told, in the forms in which devices take it.
 *
 * @param server as {@code https://dav.example.org/}
 */
public record DeviceAccess(URI server, String user, String password) {
    private static final String HEAD = """
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
            <plist version="1.0">
            <dict>
            """;

    @Override
    public String toString() {
        return "DeviceAccess[" + server + ", " + user + "]";
    }

    private boolean isTls() {
        return "https".equalsIgnoreCase(server.getScheme());
    }

    /** DAVx⁵ opens these, and means https by the one that has its name (its manual, 7.1.2). Without the password: links are kept in many places. */
    public String davx5() {
        return (isTls() ? "davx5" : "carddav") + "://" + Page.encoded(user) + "@" + server.getRawAuthority()
                + server.getRawPath();
    }

    /** That link, for a phone's camera. */
    public QrCode link() {
        return QrCode.of(davx5());
    }

    /** The password alone: by which it gets to a phone without being typed. */
    public QrCode secret() {
        return QrCode.of(password);
    }

    /** A configuration profile for iOS and macOS with an account of CardDAV (Apple's Device Management, com.apple.carddav.account), not signed yet. */
    byte[] profile() {
        String host = String.valueOf(server.getHost());
        int port = server.getPort() > 0 ? server.getPort() : isTls() ? 443 : 80;
        String id = "org.teldav." + host + "." + user;
        Map<String, Object> account = new LinkedHashMap<>();
        account.put("CardDAVAccountDescription", "TelDAV " + host);
        account.put("CardDAVHostName", host);
        account.put("CardDAVPort", port);
        account.put("CardDAVPrincipalURL", "/dav/principals/users/" + Page.encoded(user) + "/");
        account.put("CardDAVUseSSL", isTls());
        account.put("CardDAVUsername", user);
        account.put("CardDAVPassword", password);
        head(account, "com.apple.carddav.account", id + ".carddav", "TelDAV " + host);
        Map<String, Object> profile = new LinkedHashMap<>();
        head(profile, "Configuration", id, "TelDAV " + host + " (" + user + ")");
        String text = HEAD + "<key>PayloadContent</key>\n<array>\n<dict>\n" + entries(account) + "</dict>\n</array>\n"
                + entries(profile) + "</dict>\n</plist>\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void head(Map<String, Object> payload, String type, String id, String name) {
        payload.put("PayloadType", type);
        payload.put("PayloadIdentifier", id);
        payload.put("PayloadUUID", UUID.randomUUID().toString());
        payload.put("PayloadVersion", 1);
        payload.put("PayloadDisplayName", name);
    }

    private static String entries(Map<String, Object> values) {
        StringBuilder xml = new StringBuilder();
        values.forEach((key, value) -> xml.append("<key>")
                .append(key)
                .append("</key>\n")
                .append(entry(value))
                .append('\n'));
        return xml.toString();
    }

    private static String entry(Object value) {
        if (value instanceof Boolean flag) {
            return flag ? "<true/>" : "<false/>";
        }
        return value instanceof Integer number
                ? "<integer>" + number + "</integer>"
                : "<string>" + escaped(value.toString()) + "</string>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
