package org.teldav.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.teldav.ldap.LdapSettings;
import org.teldav.oidc.OidcSettings;
import org.teldav.sms.SmsSettings;

/**
 * All that is configured, checked. Read by {@link ConfigReader}; the defaults stand in {@link Keys}.
 *
 * @param listen where requests are accepted
 * @param publicUrl how phones reach the server, where that is not how it listens
 * @param data the folder of everything that is kept in files
 * @param profiles what profiles for Apple's devices are signed with; empty where they are not
 * @param trustedProxies whose Forwarded and X-Forwarded headers are believed
 * @param region the default region of numbers, ISO 3166-1 alpha-2
 * @param ldap empty where no directory is asked about passwords
 * @param oidc empty where nobody signs in at a provider
 */
public record TeldavConfig(
        Listen listen,
        Optional<URI> publicUrl,
        Path data,
        Database database,
        Optional<Tls> tls,
        Optional<Tls> profiles,
        List<Network> trustedProxies,
        Optional<String> region,
        Limits limits,
        History history,
        Carddav carddav,
        Propagation propagation,
        Push push,
        Sms sms,
        Optional<Ldap> ldap,
        Optional<Oidc> oidc) {

    /**
     * Where the database is.
     *
     * @param url of JDBC; empty for files in the data folder
     * @param pool the most connections
     * @param statementTimeout after which PostgreSQL gives up a statement; zero for never
     * @param patience how long the start waits for PostgreSQL
     */
    public record Database(
            Optional<String> url,
            String user,
            String password,
            int pool,
            Duration statementTimeout,
            Duration patience) {
        @Override
        public String toString() {
            return "Database[" + user + "]";
        }
    }

    /** PEM files: the chain of certificates, and its key in PKCS#8. */
    public record Tls(Path certificate, Path key) {}

    /**
     * What a client can make large or slow.
     *
     * @param card bytes of a card
     * @param xml bytes of the XML body of a request
     * @param headers bytes of all headers of a request
     * @param idle how long a connection may be silent
     * @param threads the most requests that are worked on at a time
     * @param requests the most of them that are one user's
     */
    public record Limits(
            int card, int xml, int headers, Duration idle, int threads, int requests, Connections connections) {}

    /**
     * What strangers may hold.
     *
     * @param all the most connections at a time
     * @param address the most of them from one address
     * @param rate bytes a second at which a request has to come; 0 for any
     * @param patience how long it may be slower
     */
    public record Connections(int all, int address, int rate, Duration patience) {}

    /** @param days how long a version of a card that is no more is kept */
    public record History(int days) {}

    /**
     * What clients are offered.
     *
     * @param vcard4 whether clients are told that cards can be had and sent as vCard 4.0; they can in any case
     * @param addMember whether the server names cards that come by POST (RFC 5995)
     */
    public record Carddav(boolean vcard4, boolean addMember) {}

    /**
     * @param grace how long a withdrawn number waits for its successor (rule 2 of propagation.md)
     * @param forwarding how long a number that was replaced is forwarded in cards that come late (rule 12)
     * @param retraction how long its user can take a whole change back
     * @param settle how long a change waits for a second edit
     * @param dailyLimit how many changes of a user go out in 24 hours; 0 for any number
     * @param proof whether a number that takes another's place has to be proved by a code
     */
    public record Propagation(
            Duration grace, Duration forwarding, Duration retraction, Duration settle, int dailyLimit, boolean proof) {}

    /**
     * Messages to phones that something has changed (WebDAV-Push).
     *
     * @param enabled whether clients are told of it at all
     * @param subscriptions that a user may have
     * @param longest that one lasts without being made anew
     * @param allow the only hosts of push services, in lower case, {@code *.} for all below; empty for any
     * @param contact of the operator, for who runs a push service
     * @param loopback for tests: also a push service on this machine, without TLS
     */
    public record Push(
            boolean enabled,
            int subscriptions,
            Duration longest,
            List<String> allow,
            Optional<URI> contact,
            boolean loopback) {}

    /**
     * Text messages.
     *
     * @param retries how often one that was not taken is tried again
     */
    public record Sms(SmsSettings gateway, int retries) {}

    /**
     * Passwords that a directory keeps.
     *
     * @param remember how long it isn't asked again after a login that was right
     * @param createUsers whether who is no user yet is made one at their first login
     */
    public record Ldap(LdapSettings server, Duration remember, boolean createUsers) {}

    /**
     * Logins by a provider of OpenID Connect.
     *
     * @param createUsers whether who is no user yet is made one at their first login
     */
    public record Oidc(OidcSettings provider, boolean createUsers) {}
}
