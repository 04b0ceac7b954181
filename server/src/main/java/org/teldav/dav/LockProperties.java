package org.teldav.dav;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.xml.namespace.QName;

/** The properties of what can be locked (RFC 4918 §15.8, §15.10). */
public final class LockProperties {
    static final QName LOCKDISCOVERY = Xml.dav("lockdiscovery");

    private static final QName SUPPORTEDLOCK = Xml.dav("supportedlock");
    private static final String WRITE = "<D:locktype><D:write/></D:locktype>";
    private static final String ENTRY = "<D:lockentry><D:lockscope><D:%s/></D:lockscope>" + WRITE + "</D:lockentry>";
    private static final String ENTRIES = ENTRY.formatted("exclusive") + ENTRY.formatted("shared");

    private LockProperties() {}

    public static <R extends Lockable> LiveProperty<R> supportedLock() {
        return LiveProperty.<R>live(SUPPORTEDLOCK, (resource, out) -> out.raw(resource.takesLocks() ? ENTRIES : ""))
                .inAllprop();
    }

    /** With the tokens: whoever sees a lock may use it (§6.4), and whoever may see it is its one owner. */
    public static <R extends Lockable> LiveProperty<R> lockDiscovery() {
        return LiveProperty.<R>live(LOCKDISCOVERY, (resource, out) -> write(resource.locks(), out))
                .inAllprop();
    }

    static void write(List<ActiveLock> locks, XmlOutput out) {
        Instant now = Instant.now();
        for (ActiveLock lock : locks) {
            long seconds = Math.max(0, Duration.between(now, lock.expires()).toSeconds());
            out.raw("<D:activelock>").raw(WRITE);
            out.raw(lock.exclusive() ? "<D:lockscope><D:exclusive/>" : "<D:lockscope><D:shared/>");
            out.raw("</D:lockscope><D:depth>")
                    .raw(lock.infinite() ? "infinity" : "0")
                    .raw("</D:depth>");
            lock.owner().ifPresent(out::markup);
            out.raw("<D:timeout>Second-").raw(Long.toString(seconds)).raw("</D:timeout>");
            out.raw("<D:locktoken>").href(lock.token().uri()).raw("</D:locktoken>");
            out.raw("<D:lockroot>").href(lock.root().toString()).raw("</D:lockroot></D:activelock>");
        }
    }
}
