package org.teldav.ldap;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A directory on the loopback, with what it was asked: it has {@code alice}, whose password is {@code alice-in-ldap}, and whoever is added. Thread-safe. */
public final class TestDirectory implements AutoCloseable {
    /** Who may look for people. */
    public static final String SERVICE = "cn=teldav,dc=example,dc=org";

    public static final String SERVICE_PASSWORD = "service-secret";
    public static final String PEOPLE = "ou=people,dc=example,dc=org";

    private static final String LISTENER = "ldap";

    private final InMemoryDirectoryServer server;
    private final List<String> filters = new CopyOnWriteArrayList<>();
    private final List<String> binds = new CopyOnWriteArrayList<>();

    /** The means of TLS of a listener. */
    private enum Tls {
        NONE,
        FROM_THE_FIRST_BYTE,
        START
    }

    private TestDirectory(Tls tls, @Nullable SSLContext context) {
        try {
            InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=example,dc=org");
            config.setSchema(null);
            config.addAdditionalBindCredentials(SERVICE, SERVICE_PASSWORD);
            config.addInMemoryOperationInterceptor(new Interceptor());
            config.setListenerConfigs(listener(tls, context));
            server = new InMemoryDirectoryServer(config);
            server.add("dn: dc=example,dc=org", "objectClass: domain", "dc: example");
            server.add("dn: " + PEOPLE, "objectClass: organizationalUnit", "ou: people");
            person("alice", "Alice Example", "alice@example.org");
            server.startListening();
        } catch (LDAPException | LDIFException e) {
            throw new AssertionError(e);
        }
    }

    private static InMemoryListenerConfig listener(Tls tls, @Nullable SSLContext context) throws LDAPException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        if (context == null) {
            return InMemoryListenerConfig.createLDAPConfig(LISTENER, loopback, 0, null);
        }
        return tls == Tls.START
                ? InMemoryListenerConfig.createLDAPConfig(LISTENER, loopback, 0, context.getSocketFactory())
                : InMemoryListenerConfig.createLDAPSConfig(
                        LISTENER, loopback, 0, context.getServerSocketFactory(), context.getSocketFactory());
    }

    public static TestDirectory start() {
        return new TestDirectory(Tls.NONE, null);
    }

    static TestDirectory ldaps(SSLContext context) {
        return new TestDirectory(Tls.FROM_THE_FIRST_BYTE, context);
    }

    static TestDirectory startTls(SSLContext context) {
        return new TestDirectory(Tls.START, context);
    }

    private final class Interceptor extends InMemoryOperationInterceptor {
        @Override
        public void processSearchRequest(InMemoryInterceptedSearchRequest request) {
            filters.add(request.getRequest().getFilter().toString());
        }

        @Override
        public void processSimpleBindRequest(InMemoryInterceptedSimpleBindRequest request) {
            binds.add(request.getRequest().getBindDN());
        }
    }

    /** Adds one whose password is the name and {@code -in-ldap}. */
    public void person(String uid, String fullName, String mail) {
        add("uid=" + uid + "," + PEOPLE, uid, fullName, mail);
    }

    void add(String dn, String uid, String fullName, String mail) {
        try {
            server.add(
                    "dn: " + dn,
                    "objectClass: inetOrgPerson",
                    "uid: " + uid,
                    "cn: " + fullName,
                    "sn: " + fullName,
                    "mail: " + mail,
                    "userPassword: " + uid + "-in-ldap");
        } catch (LDIFException | LDAPException e) {
            throw new AssertionError(e);
        }
    }

    void password(String uid, String password) {
        try {
            server.modify(
                    "dn: uid=" + uid + "," + PEOPLE,
                    "changetype: modify",
                    "replace: userPassword",
                    "userPassword: " + password);
        } catch (LDIFException | LDAPException e) {
            throw new AssertionError(e);
        }
    }

    /** What was looked for. */
    List<String> filters() {
        return List.copyOf(filters);
    }

    /** As whom somebody has come. */
    public List<String> binds() {
        return List.copyOf(binds);
    }

    public int port() {
        return server.getListenPort(LISTENER);
    }

    /** Connections are cut, and new ones refused. */
    public void stop() {
        server.shutDown(true);
    }

    /** At the same port. */
    public void startAgain() {
        try {
            server.startListening();
        } catch (LDAPException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
