package org.teldav.carddav;

import java.util.List;
import java.util.Set;
import javax.xml.namespace.QName;
import org.teldav.dav.Report;
import org.teldav.dav.Xml;

/** The reports that can be asked (RFC 6352 §8, RFC 6578 §3.2). */
final class Reports {
    static final QName MULTIGET = Xml.carddav("addressbook-multiget");
    static final QName QUERY = Xml.carddav("addressbook-query");
    static final QName SYNC = Xml.dav("sync-collection");

    static final Set<QName> OF_A_BOOK = orderedSet(SYNC, MULTIGET, QUERY);

    static final Set<QName> OF_A_HOME = orderedSet(SYNC);

    private Reports() {}

    static List<Report> all() {
        return List.of(new AddressBookMultigetReport(), new AddressBookQueryReport(), new SyncCollectionReport());
    }

    private static Set<QName> orderedSet(QName... names) {
        return java.util.Collections.unmodifiableSet(new java.util.LinkedHashSet<>(List.of(names)));
    }
}
