package org.teldav.accounts;

import java.time.Clock;
import java.util.Optional;
import org.teldav.cards.CardWriting;
import org.teldav.storage.Store;
import org.teldav.vcard.PhoneNumbers;

/** The users of a store, where no country is the server's. */
final class TestUsers {
    private TestUsers() {}

    static Users of(Store store, Passwords passwords) {
        PhoneNumbers numbers = new PhoneNumbers();
        return new Users(
                store,
                passwords,
                numbers,
                new CardWriting(numbers, Optional.empty()),
                Optional.empty(),
                Clock.systemUTC());
    }
}
