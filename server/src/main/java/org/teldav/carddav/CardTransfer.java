package org.teldav.carddav;

import java.util.Optional;
import org.teldav.dav.LockSpace;
import org.teldav.dav.Preconditions;
import org.teldav.dav.Touched;
import org.teldav.dav.Validators;
import org.teldav.storage.Card;
import org.teldav.storage.CardPut;
import org.teldav.storage.PutResult;
import org.teldav.storage.Transaction;

/** COPY and MOVE of a card to a name in a book: conditions and locks are asked while the books are locked. */
record CardTransfer(
        CardResource source, Card card, BookResource target, String name, boolean overwrite, Preconditions conditions) {
    PutResult copy() {
        return card.id().book().home() == target.id().home() ? copyInHome() : copyFromAnotherHome();
    }

    private PutResult copyInHome() {
        return target.requester().write(tx -> {
            LockSpace.State state = target.requester().at(tx, target.id());
            return tx.cards()
                    .copy(
                            card.id(),
                            target.id(),
                            name,
                            there -> mayCome(
                                    state,
                                    tx.cards().find(card.id()).map(found -> CardResource.validators(found)),
                                    there),
                            Requester.now());
        });
    }

    /** It is stored as if the user's own phone had sent it: what is known of it in the other home stays there. */
    private PutResult copyFromAnotherHome() {
        try {
            CardPut put = CardBody.put(
                    target.requester(), target.id(), name, source.content(), Optional.empty(), Optional::empty);
            return target.requester().write(tx -> {
                LockSpace.State state = target.requester().at(tx, target.id());
                return tx.cards()
                        .put(
                                put.when(there -> mayCome(state, Optional.of(source.validators()), there)),
                                Requester.now());
            });
        } finally {
            source.close();
        }
    }

    private boolean mayCome(LockSpace.State state, Optional<Validators> current, Optional<Card> there) {
        conditions.require(state, current, MemberPut.written(target, name, there));
        return overwrite || there.isEmpty();
    }

    PutResult move() {
        return target.requester().write(tx -> move(tx, target.requester().at(tx)));
    }

    private PutResult move(Transaction tx, LockSpace.State state) {
        return tx.cards()
                .move(
                        card.id(),
                        current -> source.goes(conditions, current, state),
                        target.id(),
                        name,
                        there -> {
                            conditions.requireTokens(
                                    state, Touched.itself(target.memberPath(name)), Touched.itself(target.path()));
                            return overwrite || there.isEmpty();
                        },
                        Requester.now());
    }
}
