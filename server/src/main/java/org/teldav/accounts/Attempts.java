package org.teldav.accounts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.teldav.accounts.Tries.Limit;

/**
 * Slows the guessing of passwords (docs/decisions/lock-out.md): wrong ones for a name from one network are slowed more and more, all for a name from
 * networks that it was not opened from within a month have a limit together, and so have all from one network for names that were not opened there. A password is counted before it is looked at, and the right one given back. Thread-safe.
 */
final class Attempts {
    private static final List<Limit> OF_BOTH = List.of(
            new Limit(10, Duration.ofMinutes(1)),
            new Limit(30, Duration.ofHours(1)),
            new Limit(100, Duration.ofDays(1)));
    /** Whatever the names: each of them costs the server a hash. */
    private static final List<Limit> OF_NETWORK = List.of(new Limit(60, Duration.ofMinutes(1)));

    private static final List<Limit> OF_NAME = List.of(new Limit(100, Duration.ofHours(1)));
    private static final Duration KNOWN = Duration.ofDays(30);
    private static final int REMEMBERED = 10_000;
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_ADDRESS = 64;
    private static final Pattern IPV6 = Pattern.compile("\\[?[0-9A-Fa-f:.]+(%.*)?]?");
    /** Bytes of an address of IPv6 that one customer has at the least. */
    private static final int PREFIX = 8;

    private final Tries ofBoth;
    private final Tries ofNetwork;
    private final Tries ofName;
    private final Cache<String, Boolean> known;

    /** One password to be tried. @param known whether the name was opened from there of late */
    record Attempt(String name, String network, String here, boolean known) {}

    /** @param nanos as {@link System#nanoTime} */
    Attempts(LongSupplier nanos) {
        this.ofBoth = new Tries(OF_BOTH, nanos);
        this.ofNetwork = new Tries(OF_NETWORK, nanos);
        this.ofName = new Tries(OF_NAME, nanos);
        this.known = Caffeine.newBuilder()
                .maximumSize(REMEMBERED)
                .expireAfterWrite(KNOWN)
                .ticker(nanos::getAsLong)
                .build();
    }

    /**
     * Empty where none may be tried now for that name.
     *
     * @param name folded
     * @param network as {@link #network}
     * @throws LoginBusyException where it is the network that had too many. No answer to a wrong one: who has the right one, and is new there, comes again
     */
    Optional<Attempt> begin(String name, String network) {
        String counted = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
        String here = counted + "\0" + network;
        Attempt attempt = new Attempt(counted, network, here, known.getIfPresent(here) != null);
        // First, so that ever new names don't push those out that are remembered.
        if (!attempt.known && !ofNetwork.take(network)) {
            throw new LoginBusyException("too many wrong passwords came from one network");
        } else if (!ofBoth.take(here)) {
            giveBack(attempt, ofNetwork, network);
            return Optional.empty();
        } else if (!attempt.known && !ofName.take(counted)) {
            ofBoth.giveBack(here);
            giveBack(attempt, ofNetwork, network);
            return Optional.empty();
        }
        return Optional.of(attempt);
    }

    /** It was right. */
    void right(Attempt attempt) {
        giveBack(attempt);
        known.put(attempt.here, true);
    }

    /** Nobody knows whether it was. */
    void giveBack(Attempt attempt) {
        ofBoth.giveBack(attempt.here);
        giveBack(attempt, ofNetwork, attempt.network);
        giveBack(attempt, ofName, attempt.name);
    }

    private static void giveBack(Attempt attempt, Tries taken, String key) {
        if (!attempt.known) {
            taken.giveBack(key);
        }
    }

    /** What counts as one place: an address of IPv4, the first 64 bits of one of IPv6 (RFC 6177), or else the text itself. */
    static String network(String address) {
        String text = address.length() > LONGEST_ADDRESS ? address.substring(0, LONGEST_ADDRESS) : address;
        if (text.indexOf(':') < 0 || !IPV6.matcher(text).matches()) {
            return text;
        }
        try {
            InetAddress parsed = InetAddress.getByName(text.replaceAll("[\\[\\]]|%.*", ""));
            return parsed instanceof Inet6Address
                    ? HexFormat.of().formatHex(parsed.getAddress(), 0, PREFIX)
                    : parsed.getHostAddress();
        } catch (UnknownHostException e) {
            return text;
        }
    }
}
