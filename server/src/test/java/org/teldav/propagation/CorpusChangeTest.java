package org.teldav.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.BothEngines;
import org.teldav.storage.CardId;
import org.teldav.storage.CardPut;
import org.teldav.storage.Change;
import org.teldav.storage.Rewrite;
import org.teldav.vcard.CardCorpus;
import org.teldav.vcard.CorpusCard;
import org.teldav.vcard.TelRewriter;

/** Rule 5 and "undo" of propagation.md with 300 cards as programs write them, in the books of many. */
@BothEngines
class CorpusChangeTest {
    private static final int HOLDERS = 40;

    @TempDir
    Path folder;

    private final List<CorpusCard> cards = CardCorpus.cards();
    private Village village;

    @BeforeEach
    void alice_whom_forty_have_in_their_books() {
        village = new Village(folder);
        village.user("alice", "CELL:" + CardCorpus.OLD, "WORK:" + CardCorpus.OTHER);
        List<String> members = new ArrayList<>(List.of("alice"));
        for (int i = 0; i < HOLDERS; i++) {
            village.user("h" + i);
            members.add("h" + i);
        }
        village.group("club", members.toArray(String[]::new));
        village.write(tx -> {
            for (int i = 0; i < cards.size(); i++) {
                tx.cards()
                        .put(village.request(holder(i), name(i), cards.get(i).bytes(), CardPut.ALWAYS), village.tick());
            }
            return cards.size();
        });
    }

    @AfterEach
    void closes() {
        village.close();
    }

    private static String holder(int card) {
        return "h" + card % HOLDERS;
    }

    private static String name(int card) {
        return "card" + card;
    }

    private void change(String number) {
        village.own("alice", "CELL:" + number, "WORK:" + CardCorpus.OTHER);
        village.propagate();
    }

    @Test
    void rule_5_in_300_cards_the_value_alone_changes_and_undo_by_each_holder_gives_back_the_very_bytes() {
        change(CardCorpus.INLAND);
        everyCardHas(CardCorpus.INLAND, CorpusCard::inland);

        assertThat(undone()).containsOnly(new HolderJournal.Outcome.GivenBack());
        everyCardIsAsBefore();
    }

    @Test
    void rule_5_nor_does_another_byte_change_where_the_number_becomes_one_of_another_country() {
        change(CardCorpus.ABROAD);
        everyCardHas(CardCorpus.ABROAD, CorpusCard::abroad);

        assertThat(undone()).containsOnly(new HolderJournal.Outcome.GivenBack());
        everyCardIsAsBefore();
    }

    private void everyCardHas(String key, Function<CorpusCard, String> reads) {
        for (int i = 0; i < cards.size(); i++) {
            CorpusCard card = cards.get(i);
            card.assertOnlyTheNumberDiffers(village.bytes(holder(i), name(i)), reads.apply(card));
            assertThat(keys(i)).as(card.name()).contains(key).doesNotContain(CardCorpus.OLD);
        }
        Change change = village.change("alice");
        assertThat(change.state()).isEqualTo(Change.State.DONE);
        assertThat(village.tally(change).rewritten()).isEqualTo(cards.size());
        assertThat(journal()).hasSize(cards.size()).allMatch(Rewrite::done);
        assertThat(journal().stream().map(Rewrite::card)).doesNotHaveDuplicates();
    }

    private List<String> keys(int card) {
        CardId id = village.card(holder(card), name(card)).id();
        return village.store.read(tx -> tx.cards().index(id)).stream()
                .flatMap(row -> row.key().stream())
                .toList();
    }

    private List<Rewrite> journal() {
        List<Rewrite> lines = new ArrayList<>();
        for (int i = 0; i < HOLDERS; i++) {
            lines.addAll(village.journal("h" + i));
        }
        return lines;
    }

    private List<HolderJournal.Outcome> undone() {
        HolderJournal journal = new HolderJournal(village.writing, new TelRewriter(village.numbers), village.clock());
        village.tick();
        return village.write(
                tx -> journal().stream().map(line -> journal.undo(tx, line)).toList());
    }

    private void everyCardIsAsBefore() {
        for (int i = 0; i < cards.size(); i++) {
            assertThat(village.bytes(holder(i), name(i)))
                    .as(cards.get(i).name())
                    .isEqualTo(cards.get(i).bytes());
        }
    }
}
