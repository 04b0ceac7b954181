package org.teldav.carddav;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.xml.namespace.QName;
import org.teldav.dav.AclPrincipalPropSetReport;
import org.teldav.dav.DavTree;
import org.teldav.dav.ExpandPropertyReport;
import org.teldav.dav.PrincipalMatchReport;
import org.teldav.dav.PrincipalPropertySearchReport;
import org.teldav.dav.PrincipalSearchPropertySetReport;
import org.teldav.dav.Report;
import org.teldav.dav.Xml;
import org.teldav.vcard.UnicodeCasemap;

/** The reports that can be asked (RFC 6352 §8, RFC 6578 §3.2, RFC 3744 §9, RFC 3253 §3.8). */
final class Reports {
    static final QName MULTIGET = Xml.carddav("addressbook-multiget");
    static final QName QUERY = Xml.carddav("addressbook-query");
    static final QName SYNC = Xml.dav("sync-collection");

    /** RFC 3744 §9: of everything. */
    static final Set<QName> OF_ANY = orderedSet(ExpandPropertyReport.NAME, AclPrincipalPropSetReport.NAME);

    /** RFC 6352 §8: those of the address book are reports on each card, too. */
    static final Set<QName> OF_A_CARD = with(OF_ANY, MULTIGET, QUERY);

    static final Set<QName> OF_A_COLLECTION = orderedSet(
            ExpandPropertyReport.NAME,
            AclPrincipalPropSetReport.NAME,
            PrincipalMatchReport.NAME,
            PrincipalPropertySearchReport.NAME,
            PrincipalSearchPropertySetReport.NAME);

    static final Set<QName> OF_A_HOME = with(OF_A_COLLECTION, SYNC);

    static final Set<QName> OF_A_BOOK = with(OF_ANY, SYNC, MULTIGET, QUERY, PrincipalMatchReport.NAME);

    private Reports() {}

    static List<Report> all(DavTree tree) {
        return List.of(
                new AddressBookMultigetReport(),
                new AddressBookQueryReport(),
                new SyncCollectionReport(),
                new ExpandPropertyReport(tree),
                new AclPrincipalPropSetReport(tree),
                new PrincipalMatchReport(),
                new PrincipalPropertySearchReport(tree, UnicodeCasemap::fold),
                new PrincipalSearchPropertySetReport(SearchableProperties.ALL));
    }

    private static Set<QName> orderedSet(QName... names) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(List.of(names)));
    }

    private static Set<QName> with(Set<QName> others, QName... names) {
        Set<QName> all = new LinkedHashSet<>(List.of(names));
        all.addAll(others);
        return Collections.unmodifiableSet(all);
    }
}
