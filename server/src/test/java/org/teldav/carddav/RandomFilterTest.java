package org.teldav.carddav;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.teldav.cards.CardWriting;
import org.teldav.storage.BookId;
import org.teldav.storage.CardPut;
import org.teldav.storage.IndexRow;
import org.teldav.vcard.InvalidCardException;
import org.teldav.vcard.PhoneNumbers;
import org.teldav.vcard.VCardText;

/** Filters and cards at random: RFC 6352 §10.5 against an evaluator that knows neither the lexer nor the filter's classes. */
class RandomFilterTest {
    private static final BookId BOOK = new BookId(1, 1);
    private static final CardWriting WRITING = new CardWriting(new PhoneNumbers(), Optional.empty());
    private static final int ROUNDS = 10_000;

    @ParameterizedTest
    @ValueSource(longs = {6352, 1, 20261123})
    void a_filter_means_what_it_says_and_the_index_misses_no_match(long seed) {
        Random random = new Random(seed);
        int matches = 0;
        int indexed = 0;
        int spared = 0;
        int found = 0;
        for (int round = 0; round < ROUNDS; round++) {
            RandomCard meant = RandomCard.next(random);
            RandomFilter asked = RandomFilter.next(random, meant);
            Filter filter = Requests.filter(asked.xml());
            VCardText card = VCardText.parse(meant.write(random));
            boolean matching = asked.meaning().test(meant);
            assertThat(filter.matches(card))
                    .as("seed %d round %d: %s asked of %s", seed, round, asked.xml(), meant)
                    .isEqualTo(matching);
            List<CandidateQuery> queries = CandidateQuery.of(filter);
            boolean candidate = queries.isEmpty() || isCandidate(queries, card);
            assertThat(candidate || !matching)
                    .as("seed %d round %d: %s must find %s by %s", seed, round, asked.xml(), meant, queries)
                    .isTrue();
            matches += matching ? 1 : 0;
            indexed += queries.isEmpty() ? 0 : 1;
            spared += candidate ? 0 : 1;
            found += matching && !queries.isEmpty() ? 1 : 0;
        }
        assertThat(matches).as("matches").isBetween(ROUNDS / 5, ROUNDS * 4 / 5);
        assertThat(indexed).as("filters the index knew").isGreaterThan(ROUNDS / 10);
        assertThat(spared).as("cards not looked at").isGreaterThan(ROUNDS / 20);
        assertThat(found).as("cards found by the index").isGreaterThan(ROUNDS / 50);
    }

    @Test
    void a_row_that_was_cut_is_a_candidate_of_everything() {
        VCardText card = Requests.card("UID:1", "FN:" + "x".repeat(IndexRow.MAX_TEXT) + "needle");
        Filter filter = Requests.propFilter("FN", "<C:text-match match-type='ends-with'>needle</C:text-match>");
        assertThat(filter.matches(card)).isTrue();
        assertThat(isCandidate(CandidateQuery.of(filter), card)).isTrue();
    }

    /** As {@link org.teldav.storage.Cards#candidates} promises. */
    private static boolean isCandidate(List<CandidateQuery> queries, VCardText card) {
        List<IndexRow> rows = rows(card);
        return queries.stream()
                .anyMatch(query -> rows.stream()
                        .filter(row -> row.kind() == query.kind())
                        .anyMatch(row -> row.text().length() == IndexRow.MAX_TEXT
                                || switch (query.match()) {
                                    case EQUALS -> row.text().equals(query.folded());
                                    case CONTAINS -> row.text().contains(query.folded());
                                    case STARTS_WITH -> row.text().startsWith(query.folded());
                                    case ENDS_WITH -> row.text().endsWith(query.folded());
                                }));
    }

    private static List<IndexRow> rows(VCardText card) {
        try {
            return WRITING.put(BOOK, "a.vcf", card.bytes(), Optional.of("US"), CardPut.ALWAYS)
                    .index();
        } catch (InvalidCardException e) {
            throw new AssertionError(new String(card.bytes(), UTF_8), e);
        }
    }
}
