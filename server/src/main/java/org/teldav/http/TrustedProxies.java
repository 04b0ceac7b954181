package org.teldav.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.teldav.config.Network;

/**
 * Believes Forwarded and X-Forwarded headers (RFC 7239) where they come from a proxy of the operator's, and from nobody else. Each proxy writes who asked it
 * behind what was said before: the last that is no proxy of the operator's is who asks, and all before it is what anybody may say. Most proxies write one of
 * the two and hand on the other as it came. Where they name different ones, that of X-Forwarded-For counts, which nearly all write, and nothing else that
 * Forwarded says.
 */
record TrustedProxies(List<Network> trusted, HttpConfiguration.Customizer forwarded)
        implements HttpConfiguration.Customizer {
    private static final Pattern FOR = Pattern.compile("(?i)(?:.*;)?\\s*for=([^;]*).*");

    @Override
    public Request customize(Request request, HttpFields.Mutable headers) {
        SocketAddress peer = request.getConnectionMetaData().getRemoteSocketAddress();
        return believes(peer) ? forwarded.customize(new Nearest(request, nearest(request)), headers) : request;
    }

    /** Who reaches a socket of Unix has been let to by the operator. */
    private boolean believes(SocketAddress peer) {
        return !(peer instanceof InetSocketAddress inet) || inet.getAddress() != null && isTrusted(inet.getAddress());
    }

    private boolean isTrusted(InetAddress address) {
        return trusted.stream().anyMatch(network -> network.contains(address));
    }

    private HttpFields nearest(Request request) {
        HttpFields.Mutable fields = HttpFields.build(request.getHeaders());
        keepLast(fields, HttpHeader.X_FORWARDED_FOR);
        keepLast(fields, HttpHeader.FORWARDED);
        if (isContradicted(fields.get(HttpHeader.FORWARDED), fields.get(HttpHeader.X_FORWARDED_FOR))) {
            fields.remove(HttpHeader.FORWARDED);
        }
        return fields;
    }

    /** A proxy behind another names that one, where it is the other header in which the first has said who asks. */
    private boolean isContradicted(@Nullable String forwarded, @Nullable String simple) {
        return forwarded != null
                && simple != null
                && !isProxy(simple)
                && !address(named(forwarded)).equals(address(simple));
    }

    private static String named(String hop) {
        Matcher named = FOR.matcher(hop);
        return named.matches() ? named.group(1) : hop;
    }

    private void keepLast(HttpFields.Mutable fields, HttpHeader header) {
        List<String> hops = fields.getCSV(header, true);
        for (int i = hops.size() - 1; i >= 0; i--) {
            if (i == 0 || !isProxy(hops.get(i))) {
                fields.put(header, hops.get(i));
                return;
            }
        }
    }

    private boolean isProxy(String hop) {
        try {
            return isTrusted(Network.parse(address(named(hop))).address());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** RFC 7239 §6: perhaps in quotes, IPv6 in brackets, and perhaps with a port. */
    private static String address(String node) {
        String text = node.replace("\"", "").strip();
        if (text.startsWith("[")) {
            return text.substring(1).replaceFirst("].*", "");
        }
        int colon = text.indexOf(':');
        return colon == text.lastIndexOf(':') && colon >= 0 ? text.substring(0, colon) : text;
    }

    private static final class Nearest extends Request.Wrapper {
        private final HttpFields headers;

        Nearest(Request request, HttpFields headers) {
            super(request);
            this.headers = headers;
        }

        @Override
        public HttpFields getHeaders() {
            return headers;
        }
    }
}
