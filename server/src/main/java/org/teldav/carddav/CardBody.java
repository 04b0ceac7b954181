package org.teldav.carddav;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.teldav.dav.DavException;
import org.teldav.dav.Precondition;
import org.teldav.storage.BookId;
import org.teldav.storage.Card;
import org.teldav.storage.CardPut;
import org.teldav.storage.PutResult;
import org.teldav.vcard.InvalidCardException;

/** From the body of a PUT to the store and back: the preconditions of RFC 6352 §6.3.2.1. */
final class CardBody {
    /** What clients call a vCard; also what they say when they say nothing. */
    private static final Set<String> MEDIA_TYPES =
            Set.of("text/vcard", "text/x-vcard", "text/directory", "application/octet-stream");

    private CardBody() {}

    /**
     * @param there the bytes of the card that it replaces, asked where it has too much in it
     * @throws DavException supported-address-data or valid-address-data
     */
    static CardPut put(
            Requester requester,
            BookId book,
            String name,
            byte[] body,
            Optional<String> mediaType,
            Supplier<Optional<byte[]>> there) {
        if (mediaType.isPresent() && !MEDIA_TYPES.contains(mediaType.get())) {
            throw new DavException(Precondition.SUPPORTED_ADDRESS_DATA, "an address book holds text/vcard only");
        }
        try {
            return requester.service().writing().put(book, name, body, requester.region(), there, CardPut.ALWAYS);
        } catch (InvalidCardException e) {
            throw new DavException(
                    e.unsupportedVersion() ? Precondition.SUPPORTED_ADDRESS_DATA : Precondition.VALID_ADDRESS_DATA,
                    e.getMessage());
        }
    }

    /** The card that is there now. @throws DavException what stood in the way */
    static Card stored(PutResult result, BookResource book) {
        if (result instanceof PutResult.Created created) {
            return created.card();
        } else if (result instanceof PutResult.Replaced replaced) {
            return replaced.card();
        } else if (result instanceof PutResult.Unchanged unchanged) {
            return unchanged.card();
        } else if (result instanceof PutResult.UidConflict conflict) {
            throw new DavException(
                    Precondition.NO_UID_CONFLICT,
                    "another card of the book has this UID, or this card has another",
                    book.memberHref(conflict.existingName()));
        } else if (result instanceof PutResult.ConditionFailed) {
            throw DavException.preconditionFailed();
        }
        throw DavException.conflict("the address book is gone");
    }
}
