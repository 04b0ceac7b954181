package org.teldav.ldap;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Which directory there is, and how people are found in it.
 *
 * @param url {@code ldap://HOST:PORT} or {@code ldaps://HOST:PORT}; the port may be left out
 * @param startTls whether a connection of {@code ldap} becomes one of TLS before anything is said
 * @param authorities PEM file of those whose certificates are trusted; empty for those of Java
 * @param service who looks for people; empty for nobody in particular
 * @param base the entry below which people are
 * @param filter what else an entry has to fit, RFC 4515
 * @param timeout for a connection, and for an answer
 */
public record LdapSettings(
        URI url,
        boolean startTls,
        Optional<Path> authorities,
        Optional<Service> service,
        String base,
        String filter,
        Attributes attributes,
        Duration timeout) {
    private static final int PORT = 389;
    private static final int TLS_PORT = 636;

    /** A simple bind. */
    public record Service(String dn, String password) {
        @Override
        public String toString() {
            return "Service[" + dn + "]";
        }
    }

    /**
     * What is read of a person.
     *
     * @param name the user's name here
     * @param fullName for their card
     * @param email for their card
     */
    public record Attributes(String name, String fullName, String email) {}

    String host() {
        return url.getHost();
    }

    int port() {
        return url.getPort() > 0 ? url.getPort() : isTls() ? TLS_PORT : PORT;
    }

    /** Whether it is TLS from the first byte. */
    public boolean isTls() {
        return url.getScheme().equals("ldaps");
    }

    /** @return the filter. @throws IllegalArgumentException where it is none, with what it must be */
    public static String filter(String text) {
        try {
            Filter.create(text);
            return text;
        } catch (LDAPException e) {
            throw new IllegalArgumentException("must be a filter like (objectClass=person)", e);
        }
    }

    /** @return the name. @throws IllegalArgumentException where it is none, with what it must be */
    public static String name(String text) {
        if (DN.isValidDN(text)) {
            return text;
        }
        throw new IllegalArgumentException("must be a name like ou=people,dc=example,dc=org");
    }

    @Override
    public String toString() {
        return "LdapSettings[" + url + "]";
    }
}
