package org.teldav.cards;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ContactFileTest {
    @Test
    void rows_of_a_table_without_anything_in_them_are_no_contacts() {
        String table = "First Name,Last Name,Mobile Phone\r\n,,\r\nJoe,Doe,+14155550100\r\n , ,\r\n,,+14155550101\r\n";
        assertThat(ContactFile.read(table.getBytes(StandardCharsets.UTF_8)).items())
                .extracting(ContactFile.Item::line)
                .containsExactly(3, 5);
    }
}
