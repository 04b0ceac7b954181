package org.teldav.cards;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContactFileTest {
    @Test
    void rows_of_a_table_without_anything_in_them_are_no_contacts() {
        String table = "First Name,Last Name,Mobile Phone\r\n,,\r\nJoe,Doe,+14155550100\r\n , ,\r\n,,+14155550101\r\n";
        assertThat(ContactFile.read(table.getBytes(StandardCharsets.UTF_8)).items())
                .extracting(ContactFile.Item::line)
                .containsExactly(3, 5);
    }

    @ParameterizedTest
    @CsvSource({
        "'Phone,E-mail\n1,a@example.org\n', columns",
        "'', columns",
        "'Name\nJos\u00e9\n', encoding",
        "'PK\u0003\u0004\u00e9', kind",
        "'Name\nA\0\n', kind",
    })
    void what_is_neither_cards_nor_a_table_is_refused_with_why(String file, String problem) {
        assertThat(ContactFile.read(file.getBytes(StandardCharsets.ISO_8859_1)).problem())
                .contains(problem);
    }

    @Test
    void a_table_of_more_than_twenty_thousand_contacts_is_refused() {
        String table = "Name\n" + "A\n".repeat(20_001);
        assertThat(ContactFile.read(table.getBytes(StandardCharsets.UTF_8)).problem())
                .contains("many");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Name", "First Name", "Last Name"})
    void a_table_has_one_column_that_says_whose_contact_it_is(String heading) {
        assertThat(card(heading + "\nAnn\n")).contains("FN:Ann\r\n");
    }

    @Test
    void cards_are_taken_byte_for_byte_and_a_broken_one_is_told() {
        String whole = "BEGIN:VCARD\nFN:Ann\nEND:VCARD\n";
        assertThat(ContactFile.read(("\uFEFF\n" + whole + "BEGIN:VCARD\nFN:Bob\n").getBytes(StandardCharsets.UTF_8))
                        .items())
                .extracting(item -> item.line() + " " + item.name() + " "
                        + item.card()
                                .map(card -> new String(card, StandardCharsets.UTF_8))
                                .orElse("broken"))
                .containsExactly("2 Ann " + whole, "5 Bob broken");
    }

    private static String card(String table) {
        ContactFile.Reading read = ContactFile.read(table.getBytes(StandardCharsets.UTF_8));
        assertThat(read.problem()).isEmpty();
        return new String(read.items().get(0).card().orElseThrow(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Name;Phone\r\nJoe, jr;1\r\n",
                "Name\tPhone\nJoe, jr\t1\n",
                "sep=;\r\nName;Phone\r\nJoe, jr;1\r\n",
                "Name,Phone\r\"Joe, jr\",1\r",
                "Name,\"Phone\"\n\"Joe, jr\",1",
            })
    void cells_are_parted_by_what_parts_the_headings_and_lines_by_what_ends_them(String table) {
        assertThat(card(table)).contains("FN:Joe\\, jr\r\n", "TEL:1\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mobile Phone",
                "Home Phone",
                "Home Phone 2",
                "Business Phone",
                "Primary Phone",
                "E-mail Address",
                "Company"
            })
    void who_has_no_name_is_named_by_what_there_is(String heading) {
        assertThat(card("First Name," + heading + "\r\n,+14155550100\r\n")).contains("FN:+14155550100\r\n");
    }

    @Test
    void what_outlook_writes_has_its_place() {
        assertThat(
                        card(
                                "Title,First Name,Last Name,Suffix,Job Title,Home Street,Home City,Home Postal Code,Business Street,"
                                        + "Business Street 2,Business Fax,Birthday,Web Page\r\n"
                                        + "Dr.,Ann,Lee,MD,Surgeon,1 Elm St,Town,12345,2 Oak St,Floor 3,+14155550109,1980-02-01,https://a.example\r\n"))
                .contains(
                        "N:Lee;Ann;;Dr.;MD\r\n",
                        "TITLE:Surgeon\r\n",
                        "ADR;TYPE=HOME:;;1 Elm St;Town;;12345;\r\n",
                        "ADR;TYPE=WORK:;;2 Oak St\\nFloor 3;;;;\r\n",
                        "TEL;TYPE=FAX:+14155550109\r\n",
                        "BDAY:1980-02-01\r\n",
                        "URL:https://a.example\r\n");
    }

    @Test
    void what_google_writes_has_its_place() {
        assertThat(card(
                        "First Name,Last Name,Nickname,Address 1 - Street,Address 1 - City,Address 1 - Region,Address 1 - Country,"
                                + "Address 2 - City,Website 1 - Value,Birthday\r\n"
                                + "Ann,Lee,An,1 Elm St,Town,CA,US,Paris,https://a.example,2/1/1980\r\n"))
                .contains(
                        "NICKNAME:An\r\n",
                        "ADR:;;1 Elm St;Town;CA;;US\r\n",
                        "ADR:;;;Paris;;;\r\n",
                        "URL:https://a.example\r\n",
                        "NOTE:Birthday: 2/1/1980\r\n");
    }

    @Test
    void what_google_says_of_a_value_is_its_type() {
        assertThat(card(
                        "First Name,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value,Phone 3 - Label,Phone 3 - Value,"
                                + "E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Address 1 - Label,Address 1 - City\r\n"
                                + "Ann,Mobile,+1 415 555 0177 ::: +1 415 555 0178,Work Fax,+1 415 555 0179,Boat,+1 415 555 0180,"
                                + "* Work,a@example.org,Mobile,b@example.org,Home,Paris\r\n"))
                .contains(
                        "TEL;TYPE=CELL:+1 415 555 0177\r\nTEL;TYPE=CELL:+1 415 555 0178\r\n",
                        "TEL;TYPE=WORK,FAX:+1 415 555 0179\r\n",
                        "TEL:+1 415 555 0180\r\n",
                        "EMAIL;TYPE=INTERNET,WORK:a@example.org\r\n",
                        "EMAIL;TYPE=INTERNET:b@example.org\r\n",
                        "ADR;TYPE=HOME:;;;Paris;;;\r\n");
        assertThat(card("Name,Phone 1 - Type,Phone 1 - Value\r\nAnn,手机,+1 415 555 0177\r\n"))
                .contains("TEL;TYPE=CELL:+1 415 555 0177\r\n");
    }

    @Test
    void a_label_may_stand_first_or_be_missing_in_a_short_row() {
        assertThat(card("Phone 1 - Label,Phone 1 - Value,Phone,Name\nHome,1,2,Ann\n"))
                .contains("TEL;TYPE=HOME:1\r\n", "TEL:2\r\n");
        assertThat(card("Name,Phone 1 - Value,Phone 1 - Label\nAnn,1\n")).contains("TEL:1\r\n");
    }

    @Test
    void what_people_write_has_its_place() {
        assertThat(card("Name,Home Phone,Work Phone,Company,Company,Work City,Notes\nAnn,1,2,Acme,Ajax,Paris,hi\n"))
                .contains(
                        "TEL;TYPE=HOME:1\r\n",
                        "TEL;TYPE=WORK:2\r\n",
                        "ORG:Acme\r\n",
                        "ORG:Ajax\r\n",
                        "ADR;TYPE=WORK:;;;Paris;;;\r\n",
                        "NOTE:hi\r\n");
    }

    @Test
    void a_label_of_one_s_own_is_told_as_left_out() {
        String headings = "Name,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value\r\n";
        ContactFile.Reading read =
                ContactFile.read((headings + "Ann,Boat,+1 415 555 0177,Home,+1 415 555 0178\r\nJoe\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(read.leftOut()).containsExactly("Phone 1 - Label");
        ContactFile.Reading site =
                ContactFile.read("Name,Website 1 - Label,Website 1 - Value\r\nAnn,Work,https://a.example\r\n"
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(site.leftOut()).containsExactly("Website 1 - Label");
    }

    /** RFC 2426 §3.2.1 and §3.3.2: neither an e-mail nor an address can be of a mobile phone. */
    @ParameterizedTest
    @ValueSource(strings = {"Mobile", "手机", "Work Fax", "Pager"})
    void a_number_s_label_beside_an_e_mail_or_an_address_is_told_as_left_out(String label) {
        String headings =
                "Name,E-mail 1 - Label,E-mail 1 - Value,Email 2 - Type,Email 2 - Value,Address 1 - Label,Address 1 - City\r\n";
        String row = "Ann," + label + ",a@example.org,* Home,b@example.org," + label + ",Paris\r\n";
        ContactFile.Reading read = ContactFile.read((headings + row).getBytes(StandardCharsets.UTF_8));
        assertThat(read.leftOut()).containsExactlyInAnyOrder("E-mail 1 - Label", "Address 1 - Label");
        assertThat(card(headings + row)).contains("EMAIL;TYPE=INTERNET:a@example.org\r\n", "ADR:;;;Paris;;;\r\n");
        String plain = "Ann,Work,a@example.org,Other,b@example.org,Home,Paris\r\n";
        assertThat(ContactFile.read((headings + plain).getBytes(StandardCharsets.UTF_8))
                        .leftOut())
                .isEmpty();
    }

    @Test
    void google_s_organization_of_today_has_its_place_with_its_department() {
        String today = "First Name,Organization Name,Organization Title,Organization Department\r\n";
        assertThat(card(today + "Ann,Acme,Surgeon,Theatre\r\n")).contains("ORG:Acme;Theatre\r\n", "TITLE:Surgeon\r\n");
        assertThat(card(today + "Ann,Acme,,\r\n")).contains("ORG:Acme\r\n");
        assertThat(card(today + "Ann,,,Theatre\r\n")).contains("ORG:;Theatre\r\n");
        assertThat(card(today + "Ann,,,\r\n")).doesNotContain("ORG");
    }

    @Test
    void a_column_that_has_no_place_is_told_where_anything_is_in_it() {
        ContactFile.Reading read = ContactFile.read(
                "Name,Spouse,Gender,Birthday\r\nJoe,Jill,,0/0/00\r\nAnn,,,\r\n".getBytes(StandardCharsets.UTF_8));
        assertThat(read.leftOut()).containsExactly("Spouse");
        assertThat(new String(read.items().get(0).card().orElseThrow(), StandardCharsets.UTF_8))
                .doesNotContain("Birthday", "BDAY");
    }
}
