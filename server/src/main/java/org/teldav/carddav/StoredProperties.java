package org.teldav.carddav;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.xml.namespace.QName;
import org.teldav.dav.DavException;
import org.teldav.dav.DeadProperty;
import org.teldav.dav.PropertyUpdate;
import org.teldav.storage.DeadProperties;
import org.teldav.storage.Transaction;

/** Dead properties between the store and the wire. */
final class StoredProperties {
    /** Characters of one property, with its markup. */
    static final int MAX_LENGTH = 64 << 10;
    /** Dead properties of one resource. */
    static final int MAX_COUNT = 200;

    /** Characters of all of them together: each listing has them in memory. */
    static final int MAX_TOTAL = 512 << 10;

    private static final int MAX_NAME = 250;

    private StoredProperties() {}

    static List<DeadProperty> list(Requester requester, DeadProperties.Owner owner) {
        return requester.read(tx -> tx.properties().list(owner)).stream()
                .map(StoredProperties::dead)
                .toList();
    }

    static DeadProperty dead(DeadProperties.DeadProperty stored) {
        return new DeadProperty(new QName(stored.namespace(), stored.name()), stored.xml());
    }

    /** Applies the updates; the failures say what can't be kept. */
    static Map<QName, DavException> patch(Transaction tx, DeadProperties.Owner owner, List<PropertyUpdate> updates) {
        Map<QName, DavException> failures = new LinkedHashMap<>();
        for (PropertyUpdate update : updates) {
            QName name = update.name();
            if (update.value().isEmpty()) {
                tx.properties().remove(owner, name.getNamespaceURI(), name.getLocalPart());
                continue;
            }
            String xml = update.value().get().source().xml();
            if (xml.length() > MAX_LENGTH
                    || name.getNamespaceURI().length() > MAX_NAME
                    || name.getLocalPart().length() > MAX_NAME) {
                failures.put(name, new DavException(507, "a property has at most " + MAX_LENGTH + " characters"));
            } else {
                tx.properties()
                        .set(owner, new DeadProperties.DeadProperty(name.getNamespaceURI(), name.getLocalPart(), xml));
            }
        }
        if (!updates.isEmpty() && isTooMuch(tx.properties().list(owner))) {
            updates.forEach(update -> failures.put(
                    update.name(),
                    new DavException(
                            507,
                            "a resource keeps at most " + MAX_COUNT + " properties, of " + MAX_TOTAL
                                    + " characters together")));
        }
        return failures;
    }

    private static boolean isTooMuch(List<DeadProperties.DeadProperty> kept) {
        return kept.size() > MAX_COUNT
                || kept.stream().mapToLong(property -> property.xml().length()).sum() > MAX_TOTAL;
    }

    /** Runs the work in one transaction, and undoes it where it returns failures. */
    static Map<QName, DavException> allOrNone(
            Requester requester, Function<Transaction, Map<QName, DavException>> work) {
        try {
            return requester.write(tx -> {
                Map<QName, DavException> failures = work.apply(tx);
                if (!failures.isEmpty()) {
                    throw new Undone(failures);
                }
                return failures;
            });
        } catch (Undone undone) {
            return undone.failures;
        }
    }

    private static final class Undone extends RuntimeException {
        private final transient Map<QName, DavException> failures;

        Undone(Map<QName, DavException> failures) {
            super("undone", null, false, false);
            this.failures = failures;
        }
    }
}
