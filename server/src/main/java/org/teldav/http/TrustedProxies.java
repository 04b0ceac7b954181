package org.teldav.http;

import java.net.InetSocketAddress;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.teldav.config.Network;

/** Believes Forwarded and X-Forwarded headers (RFC 7239) where they come from a proxy of the operator's, and from nobody else. */
record TrustedProxies(List<Network> trusted, HttpConfiguration.Customizer forwarded)
        implements HttpConfiguration.Customizer {
    @Override
    public Request customize(Request request, HttpFields.Mutable headers) {
        boolean believed = request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress peer
                && peer.getAddress() != null
                && trusted.stream().anyMatch(network -> network.contains(peer.getAddress()));
        return believed ? forwarded.customize(request, headers) : request;
    }
}
