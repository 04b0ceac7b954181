package org.teldav.carddav;

import java.util.Optional;
import org.teldav.dav.DavException;
import org.teldav.dav.LockSpace;
import org.teldav.dav.Preconditions;
import org.teldav.dav.PutTarget;
import org.teldav.dav.Touched;
import org.teldav.storage.Card;
import org.teldav.storage.CardPut;
import org.teldav.storage.PutResult;
import org.teldav.storage.StoredCard;

/** A PUT to a book: its conditions and the locks are asked while the book is locked. */
record MemberPut(BookResource book, String name, Preconditions conditions) {
    PutTarget.Outcome store(byte[] body, Optional<String> mediaType) {
        CardPut read = read(body, mediaType);
        CardPut put = conditions.isBlind() ? read.blindly() : read;
        PutResult result = book.requester()
                .write(tx -> tx.cards()
                        .put(
                                put.when(there -> {
                                    require(book.requester().at(tx, book.id()), there);
                                    return true;
                                }),
                                Requester.now()));
        Card card = CardBody.stored(result, book);
        return new PutTarget.Outcome(
                result instanceof PutResult.Created, card.etag().quoted());
    }

    /** A condition that does not hold is said before anything of the body is (RFC 9110 §13.2.1). */
    private CardPut read(byte[] body, Optional<String> mediaType) {
        try {
            return CardBody.put(book.requester(), book.id(), name, body, mediaType, this::there);
        } catch (DavException refused) {
            book.requester().read(tx -> {
                require(book.requester().at(tx), tx.cards().find(book.id(), name));
                return refused;
            });
            throw refused;
        }
    }

    private Optional<byte[]> there() {
        return book.requester()
                .read(tx -> tx.cards()
                        .find(book.id(), name)
                        .flatMap(card -> tx.cards().read(card.id())))
                .map(StoredCard::content);
    }

    private void require(LockSpace.State state, Optional<Card> there) {
        conditions.require(state, there.map(CardResource::validators), written(book, name, there));
    }

    /** What a write to a member changes: itself, and where it was not there which members the book has (RFC 4918 §7.4). */
    static Touched[] written(BookResource book, String name, Optional<Card> there) {
        Touched card = Touched.itself(book.memberPath(name));
        return there.isPresent() ? new Touched[] {card} : new Touched[] {card, Touched.itself(book.path())};
    }
}
