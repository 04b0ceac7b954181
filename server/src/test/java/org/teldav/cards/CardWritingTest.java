package org.teldav.cards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.teldav.storage.BookId;
import org.teldav.storage.CardPut;
import org.teldav.storage.IndexRow;
import org.teldav.storage.Principal;
import org.teldav.vcard.InvalidCardException;
import org.teldav.vcard.PhoneNumbers;

class CardWritingTest {
    private static final BookId BOOK = new BookId(7, 1);
    private static final byte[] CARD =
            ("BEGIN:VCARD\r\nVERSION:3.0\r\nUID:u-1\r\nFN:Jürgen STRASSE\r\nTEL;TYPE=CELL:(415) 555-0100\r\n"
                            + "TEL:Extension ABC\r\nEMAIL:Juergen@Example.COM\r\nEND:VCARD\r\n")
                    .getBytes(StandardCharsets.UTF_8);

    private final CardWriting writing = new CardWriting(new PhoneNumbers(), Optional.of("DE"));

    @Test
    void a_put_has_the_bytes_as_they_are_and_is_found_by_number_mail_and_name() throws InvalidCardException {
        CardPut put = writing.put(BOOK, "a.vcf", CARD, Optional.of("US"), CardPut.ALWAYS);

        assertThat(put.content()).isSameAs(CARD);
        assertThat(put.uid()).isEqualTo("u-1");
        assertThat(put.index())
                .containsExactly(
                        new IndexRow(
                                IndexRow.Kind.TEL,
                                0,
                                Optional.of("+14155550100"),
                                "(415) 555-0100",
                                OptionalLong.empty()),
                        row(IndexRow.Kind.TEL, 1, "EXTENSION ABC"),
                        row(IndexRow.Kind.EMAIL, 0, "JUERGEN@EXAMPLE.COM"),
                        row(IndexRow.Kind.FN, 0, "JU\u0308RGEN STRASSE"));
    }

    @Test
    void only_the_entries_that_are_known_are_about_somebody() throws InvalidCardException {
        CardPut put = writing.put(
                BOOK, "a.vcf", writing.read(CARD, Optional.of("US")), Set.of(0), OptionalLong.of(42), CardPut.ALWAYS);

        assertThat(put.index())
                .extracting(IndexRow::about)
                .containsExactly(OptionalLong.of(42), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
    }

    @Test
    void the_user_s_region_goes_before_the_server_s() {
        assertThat(writing.region(user(Optional.of("US")))).contains("US");
        assertThat(writing.region(user(Optional.empty()))).contains("DE");
    }

    @Test
    void keys_are_of_another_version_where_the_server_has_another_region_and_of_the_plans_alone_where_it_has_none() {
        PhoneNumbers numbers = new PhoneNumbers();
        assertThat(writing.version()).isEqualTo(numbers.version() + "/DE");
        assertThat(new CardWriting(numbers, Optional.empty()).version()).isEqualTo(numbers.version());
    }

    @Test
    void what_is_no_vcard_is_not_to_be_stored() {
        assertThatThrownBy(() -> writing.put(BOOK, "a.vcf", new byte[] {1}, Optional.empty(), CardPut.ALWAYS))
                .isInstanceOf(InvalidCardException.class);
    }

    private static IndexRow row(IndexRow.Kind kind, int position, String text) {
        return new IndexRow(kind, position, Optional.empty(), text, OptionalLong.empty());
    }

    private static Principal.User user(Optional<String> region) {
        return new Principal.User(7, "u", "U", "no hash", region, false, false, false, Instant.EPOCH);
    }
}
