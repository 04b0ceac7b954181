package org.teldav.push;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The addresses that anybody on the Internet may be asked at: not those of IANA's registries of special-purpose addresses (RFC 6890 and its updates). */
final class PublicAddresses {
    private static final List<Range> SPECIAL = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                    // Teredo, benchmarks and ORCHID; documentation; 6to4, which can hold any IPv4 address;
                    // documentation.
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "3fff::/20")
            .map(Range::of)
            .toList();

    /** All of IPv6 that is given out. */
    private static final Range GLOBAL = Range.of("2000::/3");

    /** RFC 6052: behind it stands an IPv4 address, which a router asks. */
    private static final Range TRANSLATED = Range.of("64:ff9b::/96");

    private PublicAddresses() {}

    static boolean contain(InetAddress address) {
        if (address instanceof Inet6Address) {
            if (TRANSLATED.contains(address)) {
                return contain(last4(address));
            }
            if (!GLOBAL.contains(address)) {
                return false;
            }
        }
        return SPECIAL.stream().noneMatch(range -> range.contains(address));
    }

    private static InetAddress last4(InetAddress address) {
        return of(Arrays.copyOfRange(address.getAddress(), 12, 16));
    }

    private static InetAddress of(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** @param first octets, of which all in the range share so many bits */
    @SuppressWarnings("ArrayRecordComponent")
    private record Range(byte[] first, int prefix) {
        static Range of(String text) {
            int slash = text.indexOf('/');
            try {
                // A literal: nothing is looked up.
                return new Range(
                        InetAddress.getByName(text.substring(0, slash)).getAddress(),
                        Integer.parseInt(text.substring(slash + 1)));
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(e);
            }
        }

        boolean contains(InetAddress address) {
            byte[] octets = address.getAddress();
            if (octets.length != first.length) {
                return false;
            }
            for (int bit = 0; bit < prefix; bit++) {
                if (((first[bit >> 3] ^ octets[bit >> 3]) & 0x80 >> (bit & 7)) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
