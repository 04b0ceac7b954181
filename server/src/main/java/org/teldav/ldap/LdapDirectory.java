package org.teldav.ldap;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teldav.accounts.Directory;
import org.teldav.accounts.LoginAwayException;
import org.teldav.accounts.Person;
import org.teldav.accounts.Users;

/**
 * Looks for the person, and then says to the directory who they are, with their password: search, then bind. Connections for the one are never used for the other.
 * Thread-safe.
 */
public final class LdapDirectory implements Directory, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LdapDirectory.class);
    /** One more than may be found. */
    private static final int FOUND = 2;

    private final LdapSettings settings;
    private final LDAPConnectionPool searching;
    private final LDAPConnectionPool binding;

    /** Connects to nothing yet. @throws IOException where the certificates that are trusted can't be read or used */
    public LdapDirectory(LdapSettings settings) throws IOException {
        this.settings = settings;
        LdapConnections connections = new LdapConnections(settings);
        this.searching = connections.pool(
                "ldap-search",
                settings.service().map(service -> new SimpleBindRequest(service.dn(), service.password())));
        this.binding = connections.pool("ldap-bind", Optional.empty());
    }

    @Override
    public Optional<Person> check(String name, String password) {
        // RFC 4513 §5.1.2: a bind without a password succeeds for everybody, and says nothing.
        if (password.isEmpty()) {
            return Optional.empty();
        }
        try {
            Optional<SearchResultEntry> found = find(name);
            return found.isPresent() && isOpenedBy(found.get().getDN(), password)
                    ? Optional.of(person(name, found.get()))
                    : Optional.empty();
        } catch (LDAPException e) {
            throw away(e);
        }
    }

    /** Looks for the place where people are. @return false where it isn't there, or not for us. @throws LoginAwayException where it can't be told */
    public boolean hasBase() {
        try {
            return searching.getEntry(settings.base(), SearchRequest.NO_ATTRIBUTES) != null;
        } catch (LDAPException e) {
            throw away(e);
        }
    }

    private static LoginAwayException away(LDAPException e) {
        LOG.debug("the failure itself", e);
        if (e.getResultCode().equals(ResultCode.INVALID_CREDENTIALS)) {
            return new LoginAwayException(
                    "the directory refuses ldap.bind-dn with its password: " + e.getResultCode(), e);
        }
        String code = "the directory does not answer as it should: " + e.getResultCode();
        // What the directory itself says may be of who logs in.
        return new LoginAwayException(
                e.getCause() == null ? code : code + ", " + LoginAwayException.why(e.getCause()), e);
    }

    private Optional<SearchResultEntry> find(String name) throws LDAPException {
        LdapSettings.Attributes read = settings.attributes();
        // Built of values, not of text: whatever stands in the name, it is compared and no part of the filter.
        Filter filter = Filter.createANDFilter(
                Filter.createEqualityFilter(read.name(), name), Filter.create(settings.filter()));
        SearchRequest request =
                new SearchRequest(settings.base(), SearchScope.SUB, filter, read.name(), read.fullName(), read.email());
        request.setSizeLimit(FOUND);
        request.setTimeLimitSeconds((int) Math.max(1, settings.timeout().toSeconds()));
        List<SearchResultEntry> found =
                entries(request).stream().filter(entry -> isNamed(entry, name)).toList();
        if (found.size() > 1) {
            LOG.warn("more than one entry of the directory has the name of a user who logs in: nobody is let in by it");
        }
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private List<SearchResultEntry> entries(SearchRequest request) throws LDAPException {
        try {
            return searching.search(request).getSearchEntries();
        } catch (LDAPSearchException e) {
            if (e.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED)) {
                return List.of();
            }
            throw e;
        }
    }

    /** Directories take ü for u, or blanks for none: that would be another user here. */
    private boolean isNamed(SearchResultEntry entry, String name) {
        String[] values = entry.getAttributeValues(settings.attributes().name());
        return values != null
                && !entry.getDN().isEmpty()
                && Arrays.stream(values).anyMatch(value -> Users.names(value, name));
    }

    private boolean isOpenedBy(String dn, String password) throws LDAPException {
        try {
            return binding.bind(new SimpleBindRequest(dn, password))
                    .getResultCode()
                    .equals(ResultCode.SUCCESS);
        } catch (LDAPException e) {
            if (!e.getResultCode().isConnectionUsable()) {
                throw e;
            }
            // A wrong password, or an account that is locked or over.
            LOG.debug("the directory refuses a password", e);
            return false;
        }
    }

    private Person person(String name, SearchResultEntry entry) {
        String[] emails = entry.getAttributeValues(settings.attributes().email());
        return new Person(
                name,
                Optional.ofNullable(
                        entry.getAttributeValue(settings.attributes().fullName())),
                emails == null ? List.of() : List.of(emails));
    }

    @Override
    public void close() {
        searching.close();
        binding.close();
    }
}
