package org.teldav.carddav;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.teldav.carddav.Requests.bytes;
import static org.teldav.carddav.Requests.xml;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.teldav.dav.DavException;
import org.teldav.dav.Precondition;

/** Parts of a card: RFC 6352 §10.4. */
class AddressDataTest {
    private static final byte[] CARD = bytes(
            "BEGIN:VCARD",
            "VERSION:3.0",
            "uid:34222-232@example.com",
            "FN:Cyrus Daboo",
            "item1.TEL;TYPE=CELL;X-A=\"b:c\":+1 415",
            "  555 0100",
            "item1.X-ABLabel:mine",
            "Item2.Tel:2",
            "TEL:3",
            "NICKNAME:me",
            "END:VCARD");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<C:address-data/>",
                "<C:address-data version='3.0'/>",
                "<C:address-data><C:allprop/></C:address-data>",
                "<C:address-data><C:allprop/><C:prop name='FN'/></C:address-data>"
            })
    void rfc6352_10_4_the_whole_card_is_the_stored_array(String element) {
        assertThat(Requests.select(AddressData.parse(xml(element)), CARD)).isSameAs(CARD);
    }

    @Test
    void rfc6352_10_4_chosen_lines_come_byte_for_byte_in_their_order_and_required_ones_only_if_asked_for() {
        assertThat(select("<C:prop name='NICKNAME'/><C:prop name='Fn'/>", CARD))
                .isEqualTo(text("BEGIN:VCARD", "VERSION:3.0", "FN:Cyrus Daboo", "NICKNAME:me", "END:VCARD"));
        assertThat(select("<C:prop name='UID'/>", CARD))
                .isEqualTo(text("BEGIN:VCARD", "VERSION:3.0", "uid:34222-232@example.com", "END:VCARD"));
        assertThat(select("<C:prop name='X-NONE'/>", CARD)).isEqualTo(text("BEGIN:VCARD", "VERSION:3.0", "END:VCARD"));
    }

    @Test
    void rfc6352_10_4_2_a_name_without_group_finds_the_property_in_any_group() {
        assertThat(select("<C:prop name='tel'/>", CARD))
                .isEqualTo(text(
                        "BEGIN:VCARD",
                        "VERSION:3.0",
                        "item1.TEL;TYPE=CELL;X-A=\"b:c\":+1 415",
                        "  555 0100",
                        "Item2.Tel:2",
                        "TEL:3",
                        "END:VCARD"));
    }

    @Test
    void rfc6352_10_4_2_a_name_with_group_finds_the_property_in_that_group_only() {
        assertThat(select("<C:prop name='ITEM2.TEL'/><C:prop name='item1.x-ablabel'/>", CARD))
                .isEqualTo(text("BEGIN:VCARD", "VERSION:3.0", "item1.X-ABLabel:mine", "Item2.Tel:2", "END:VCARD"));
    }

    @Test
    void rfc6352_10_4_2_novalue_keeps_name_and_parameters_up_to_the_colon() {
        assertThat(select("<C:prop name='TEL' novalue='yes'/><C:prop name='FN' novalue='no'/>", CARD))
                .isEqualTo(text(
                        "BEGIN:VCARD",
                        "VERSION:3.0",
                        "FN:Cyrus Daboo",
                        "item1.TEL;TYPE=CELL;X-A=\"b:c\":",
                        "Item2.Tel:",
                        "TEL:",
                        "END:VCARD"));
    }

    @Test
    void a_property_that_is_asked_for_with_and_without_value_has_it() {
        assertThat(select("<C:prop name='TEL' novalue='yes'/><C:prop name='item2.TEL'/>", CARD))
                .contains("Item2.Tel:2\r\n")
                .contains("\r\nTEL:\r\n");
    }

    @Test
    void line_ends_stay_as_they_are_and_one_may_be_missing_at_the_end() {
        byte[] card = "BEGIN:VCARD\nVERSION:4.0\nTEL;X=\n 1:1\n 2\r\nFN:a\nEND:VCARD".getBytes(UTF_8);
        assertThat(select("<C:prop name='TEL' novalue='yes'/>", card))
                .isEqualTo("BEGIN:VCARD\nVERSION:4.0\nTEL;X=\n 1:\r\nEND:VCARD");
        assertThat(select("<C:prop name='TEL'/>", card))
                .isEqualTo("BEGIN:VCARD\nVERSION:4.0\nTEL;X=\n 1:1\n 2\r\nEND:VCARD");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                                                  | 3.0 | 3.0",
                "                                                  | 4.0 | 4.0",
                "                                                  | 2.1 | 2.1",
                "content-type='text/vcard'                         | 4.0 | 4.0",
                "version='3.0'                                     | 3.0 | 3.0",
                "version='3.0'                                     | 4.0 | 3.0",
                "version='4.0'                                     | 3.0 | 4.0",
                "content-type='TEXT/vCard; charset=utf-8' version='4.0' | 4.0 | 4.0",
                "version='3.0'                                     | 2.1 | none",
            })
    void rfc6352_10_4_a_version_that_is_named_is_the_one_that_comes(String attributes, String stored, String answered) {
        AddressData data = AddressData.parse(xml("<C:address-data " + (attributes == null ? "" : attributes) + "/>"));
        byte[] card = bytes("BEGIN:VCARD", "VERSION:" + stored, "FN:a", "N:a;;;;", "END:VCARD");
        assertThat(data.of(card).map(slices -> new String(Requests.joined(slices), UTF_8)))
                .isEqualTo(
                        answered.equals("none")
                                ? Optional.empty()
                                : Optional.of(
                                        text("BEGIN:VCARD", "VERSION:" + answered, "FN:a", "N:a;;;;", "END:VCARD")));
        assertThat(data.version().isPresent()).isEqualTo(attributes != null && attributes.contains("version"));
    }

    @Test
    void rfc6352_10_4_chosen_properties_of_a_converted_card_have_their_names_in_its_version() {
        byte[] card = bytes(
                "BEGIN:VCARD",
                "VERSION:4.0",
                "FN:Family",
                "KIND:group",
                "MEMBER:urn:uuid:1",
                "item1.TEL;VALUE=uri;PREF=1:tel:+1-415",
                "PHOTO:data:image/jpeg;base64,AAAA",
                "END:VCARD");
        AddressData data = AddressData.parse(xml("<C:address-data version='3.0'><C:prop name='N'/><C:prop name='TEL'/>"
                + "<C:prop name='X-ADDRESSBOOKSERVER-KIND'/><C:prop name='MEMBER'/>"
                + "<C:prop name='PHOTO' novalue='yes'/></C:address-data>"));
        assertThat(new String(Requests.select(data, card), UTF_8))
                .isEqualTo(text(
                        "BEGIN:VCARD",
                        "VERSION:3.0",
                        "N:Family;;;;",
                        "X-ADDRESSBOOKSERVER-KIND:group",
                        "item1.TEL;TYPE=pref:+1-415",
                        "PHOTO;ENCODING=b;TYPE=JPEG:",
                        "END:VCARD"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "version='2.1'",
                "version='5'",
                "version=''",
                "content-type='application/vcard+json'",
                "content-type='text/x-vcard'",
                "content-type='text/calendar' version='3.0'",
                "content-type=''"
            })
    void rfc6352_8_6_a_format_that_is_not_kept_is_403_supported_address_data(String attributes) {
        assertThatExceptionOfType(DavException.class)
                .isThrownBy(() -> AddressData.parse(xml("<C:address-data " + attributes + "/>")))
                .satisfies(e -> {
                    assertThat(e.status()).isEqualTo(403);
                    assertThat(e.precondition()).contains(Precondition.SUPPORTED_ADDRESS_DATA);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"<C:prop/>", "<C:prop name=''/>", "<C:prop name='TEL' novalue='maybe'/>"})
    void rfc6352_10_4_2_a_malformed_prop_is_400(String prop) {
        assertThatExceptionOfType(DavException.class)
                .isThrownBy(() -> AddressData.parse(xml("<C:address-data>" + prop + "</C:address-data>")))
                .satisfies(e -> assertThat(e.status()).isEqualTo(400));
    }

    private static String select(String props, byte[] card) {
        return new String(
                Requests.select(AddressData.parse(xml("<C:address-data>" + props + "</C:address-data>")), card), UTF_8);
    }

    private static String text(String... lines) {
        return new String(bytes(lines), UTF_8);
    }
}
