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
import org.teldav.config.Network;

/**
 * Believes Forwarded and X-Forwarded headers (RFC 7239) where they come from a proxy of the operator's, and from nobody else. Each proxy writes who asked it
 * behind what was said before: the last that is no proxy of the operator's is who asks, and all before it is what anybody may say.
 */
record TrustedProxies(List<Network> trusted, HttpConfiguration.Customizer forwarded)
        implements HttpConfiguration.Customizer {
    private static final Pattern FOR = Pattern.compile("(?i)(?:.*;)?\\s*for=([^;]*).*");
    private static final Pattern ADDRESS = Pattern.compile("\"?(?:\\[([^\\]]*)](?::\\d+)?|([^:]+)(?::\\d+)?|(.*?))\"?");

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
        return fields;
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
        Matcher named = FOR.matcher(hop);
        Matcher address = ADDRESS.matcher((named.matches() ? named.group(1) : hop).strip());
        if (!address.matches()) {
            return false;
        }
        String text = address.group(1) != null ? address.group(1) : address.group(2) != null ? address.group(2) : address.group(3);
        try {
            return isTrusted(Network.parse(text).address());
        } catch (IllegalArgumentException e) {
            return false;
        }
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
