package org.teldav.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** 3GPP TS 23.038. */
class SmsTextTest {
    @Test
    void text_of_the_gsm_alphabet_is_a_septet_an_octet() throws SmsException {
        SmsText text = SmsText.of("Code 123: @£_Zäà\n€{");
        assertThat(text.dataCoding()).isEqualTo(SmsText.GSM_7_BIT);
        assertThat(text.octets())
                .containsExactly(
                        'C', 'o', 'd', 'e', ' ', '1', '2', '3', ':', ' ', 0x00, 0x01, 0x11, 'Z', 0x7B, 0x7F, 0x0A, 0x1B,
                        0x65, 0x1B, 0x28);
    }

    @Test
    void any_other_text_is_ucs_2() throws SmsException {
        SmsText text = SmsText.of("代码 1");
        assertThat(text.dataCoding()).isEqualTo(SmsText.UCS_2);
        assertThat(new String(text.octets(), StandardCharsets.UTF_16BE)).isEqualTo("代码 1");
        assertThat(SmsText.of("\u001B").dataCoding()).isEqualTo(SmsText.UCS_2);
    }

    @Test
    void what_is_longer_than_one_message_is_never_taken() throws SmsException {
        assertThat(SmsText.of("a".repeat(160)).octets()).hasSize(160);
        assertThat(SmsText.of("代".repeat(70)).octets()).hasSize(140);
        for (String text : new String[] {"a".repeat(161), "€".repeat(81), "代".repeat(71)}) {
            assertThatThrownBy(() -> SmsText.of(text))
                    .isInstanceOfSatisfying(
                            SmsException.class, e -> assertThat(e.isLasting()).isTrue());
        }
    }
}
