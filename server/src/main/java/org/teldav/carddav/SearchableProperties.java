package org.teldav.carddav;

import java.util.List;
import javax.xml.namespace.QName;
import org.teldav.dav.PrincipalResource.Searched;
import org.teldav.dav.SearchableProperty;
import org.teldav.dav.Xml;
import org.teldav.storage.StoredCard;
import org.teldav.vcard.VCardText;
import org.teldav.vcard.VCardText.ContentLine;

/**
 * By what principals are found (RFC 3744 §9.5). An e-mail address of somebody else has to be known whole: whoever knows it finds its user, and nobody finds it
 * out.
 */
final class SearchableProperties {
    static final QName DISPLAYNAME = Xml.dav("displayname");
    /** Apple's: the addresses on the own card. */
    static final QName EMAIL_ADDRESS_SET = Xml.calendarserver("email-address-set");

    private static final QName HOME_SET = Xml.carddav("addressbook-home-set");

    static final List<SearchableProperty> ALL = List.of(
            new SearchableProperty(DISPLAYNAME, "Name"),
            new SearchableProperty(EMAIL_ADDRESS_SET, "E-mail address"),
            new SearchableProperty(HOME_SET, "Address books"));

    private SearchableProperties() {}

    static Searched of(UserPrincipal principal, QName property) {
        if (property.equals(DISPLAYNAME)) {
            return Searched.anywhereIn(principal.user().displayName());
        } else if (property.equals(EMAIL_ADDRESS_SET)) {
            return new Searched(emails(principal), !principal.isSelf());
        } else if (property.equals(HOME_SET)) {
            return new Searched(principal.home().stream().toList(), false);
        }
        return Searched.anywhereIn();
    }

    /** On the own card, as they stand there. */
    static List<String> emails(UserPrincipal principal) {
        return principal
                .requester
                .read(tx -> tx.principals()
                        .ownCard(principal.user().id())
                        .flatMap(card -> tx.cards().read(card)))
                .map(StoredCard::content)
                .map(VCardText::parse)
                .map(card -> card.lines("EMAIL"))
                .orElse(List.of())
                .stream()
                .map(ContentLine::text)
                .map(String::strip)
                .filter(address -> !address.isEmpty())
                .toList();
    }
}
