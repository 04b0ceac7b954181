package org.teldav.propagation;

import org.junit.jupiter.api.BeforeEach;
import org.teldav.propagation.HolderJournal.Outcome;
import org.teldav.storage.Rewrite;
import org.teldav.storage.Transaction;
import org.teldav.vcard.TelRewriter;

/** Alice tells her family of numbers that she adds, too. */
abstract class AddedNumberStory extends FamilyStory {
    @BeforeEach
    void alice_tells_added_numbers_too() {
        village.tellsAdded("alice");
    }

    interface Word {
        Outcome say(HolderJournal journal, Transaction tx, Rewrite line);
    }

    Outcome word(String holder, Word word) {
        HolderJournal journal = new HolderJournal(village.writing, new TelRewriter(village.numbers), village.clock());
        return village.write(tx -> word.say(journal, tx, village.journal(holder).get(0)));
    }
}
