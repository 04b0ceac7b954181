package org.teldav.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.teldav.config.Network;
import org.teldav.config.TeldavConfig;
import org.teldav.metrics.Counter;
import org.teldav.metrics.Registry;

/** Who may connect once more, and how slowly. Proxies of the operator's may connect as often as all together. Thread-safe. */
final class ConnectionGuard {
    private static final String ANY = "";

    private final Pace.Settings pace;
    private final Occupancy<String> all;
    private final Occupancy<InetAddress> addresses;
    private final List<Network> proxies;
    private final Counter refused;
    private final Counter cut;

    ConnectionGuard(TeldavConfig config, Registry metrics) {
        TeldavConfig.Connections limits = config.limits().connections();
        this.pace = new Pace.Settings(limits.rate(), limits.patience());
        this.all = new Occupancy<>(limits.all());
        this.addresses = new Occupancy<>(limits.address());
        this.proxies = config.trustedProxies();
        this.refused = metrics.counter("connections_refused", "connections that were one too many");
        this.cut = metrics.counter("connections_cut", "connections on which a request came too slowly");
    }

    Pace.Settings pace() {
        return pace;
    }

    /** @return false where there are too many already; else it has to {@link #leave} */
    boolean admit(InetAddress peer) {
        if (all.enter(ANY)) {
            if (isProxy(peer) || addresses.enter(household(peer))) {
                return true;
            }
            all.leave(ANY);
        }
        refused.increment();
        return false;
    }

    void leave(InetAddress peer) {
        all.leave(ANY);
        if (!isProxy(peer)) {
            addresses.leave(household(peer));
        }
    }

    void cut() {
        cut.increment();
    }

    private boolean isProxy(InetAddress peer) {
        return proxies.stream().anyMatch(network -> network.contains(peer));
    }

    /** Of IPv6 the 64 bits that one household has all addresses of (RFC 6177). */
    private static InetAddress household(InetAddress peer) {
        byte[] address = peer.getAddress();
        if (address.length == 4) {
            return peer;
        }
        Arrays.fill(address, 8, address.length, (byte) 0);
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("the length is right", e);
        }
    }
}
