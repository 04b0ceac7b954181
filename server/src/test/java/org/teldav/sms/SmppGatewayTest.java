package org.teldav.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.SubmitSm;
import org.jsmpp.bean.TypeOfNumber;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.SelfSigned;

/** SMPP 3.4, against jsmpp's own server session on loopback. */
class SmppGatewayTest {
    private static SmppGateway gateway(int port, String password, String source) {
        return new SmppGateway(
                new SmsSettings.Smpp("127.0.0.1", port, false, "teldav", password, "", source, Duration.ofSeconds(10)));
    }

    private static SmsException failure(SmppGateway gateway, String text) {
        return catchThrowableOfType(SmsException.class, () -> gateway.send("+14155550100", text));
    }

    @Test
    void a_message_reaches_the_centre_in_the_coding_that_its_text_needs() throws SmsException {
        try (SmppCentre centre = new SmppCentre(0, "secret");
                SmppGateway gateway = gateway(centre.port(), "secret", "TelDAV")) {
            gateway.send("+14155550100", "Code @ 1");
            gateway.send("+8613800138000", "代码");
            SubmitSm latin = centre.taken.remove();
            assertThat(latin.getDestAddress()).isEqualTo("14155550100");
            assertThat(latin.getDestAddrTon()).isEqualTo(TypeOfNumber.INTERNATIONAL.value());
            assertThat(latin.getSourceAddr()).isEqualTo("TelDAV");
            assertThat(latin.getSourceAddrTon()).isEqualTo(TypeOfNumber.ALPHANUMERIC.value());
            assertThat(latin.getDataCoding()).isEqualTo((byte) 0);
            assertThat(latin.getShortMessage()).containsExactly('C', 'o', 'd', 'e', ' ', 0, ' ', '1');
            SubmitSm chinese = centre.taken.remove();
            assertThat(chinese.getDataCoding()).isEqualTo((byte) 8);
            assertThat(new String(chinese.getShortMessage(), StandardCharsets.UTF_16BE))
                    .isEqualTo("代码");
            assertThat(centre.sessions()).as("one connection for both").isEqualTo(1);
        }
    }

    @Test
    void a_number_can_be_the_source() throws SmsException {
        try (SmppCentre centre = new SmppCentre(0, "secret");
                SmppGateway gateway = gateway(centre.port(), "secret", "+41791234567")) {
            gateway.send("+14155550100", "x");
            SubmitSm message = centre.taken.remove();
            assertThat(message.getSourceAddr()).isEqualTo("41791234567");
            assertThat(message.getSourceAddrTon()).isEqualTo(TypeOfNumber.INTERNATIONAL.value());
        }
    }

    private static SmppGateway secured(String host, int port, SelfSigned trusted) throws Exception {
        return new SmppGateway(
                new SmsSettings.Smpp(host, port, true, "teldav", "secret", "", "TelDAV", Duration.ofSeconds(10)),
                trusted.context().getSocketFactory());
    }

    @Test
    void by_tls_only_a_trusted_certificate_of_just_that_host_gets_the_password_and_the_message(@TempDir Path folder)
            throws Exception {
        SelfSigned its = SelfSigned.make(folder, "its");
        SelfSigned another = SelfSigned.make(folder, "another");
        try (SmppCentre centre = new SmppCentre(0, "secret", its.context().getServerSocketFactory())) {
            try (SmppGateway gateway = secured("localhost", centre.port(), its)) {
                gateway.send("+14155550100", "by TLS");
                assertThat(centre.taken.remove().getShortMessage())
                        .isEqualTo("by TLS".getBytes(StandardCharsets.US_ASCII));
            }
            try (SmppGateway gateway = secured("localhost", centre.port(), another)) {
                assertThat(failure(gateway, "untrusted"))
                        .hasMessage("the SMPP connection failed: SSLHandshakeException");
            }
            try (SmppGateway gateway = secured("127.0.0.1", centre.port(), its)) {
                assertThat(failure(gateway, "another host").isLasting()).isFalse();
            }
            assertThat(centre.taken).isEmpty();
        }
    }

    @Test
    void a_connection_that_broke_is_made_anew() throws SmsException {
        SmppCentre first = new SmppCentre(0, "secret");
        int port = first.port();
        try (SmppGateway gateway = gateway(port, "secret", "TelDAV")) {
            gateway.send("+14155550100", "one");
            first.close();
            assertThat(failure(gateway, "lost").isLasting()).isFalse();
            try (SmppCentre second = new SmppCentre(port, "secret")) {
                gateway.send("+14155550100", "two");
                assertThat(second.taken.remove().getShortMessage())
                        .isEqualTo("two".getBytes(StandardCharsets.US_ASCII));
                second.hangUp();
                SmsException lost = failure(gateway, "three");
                if (lost != null) {
                    assertThat(lost.isLasting()).isFalse();
                    gateway.send("+14155550100", "three");
                }
                assertThat(second.sessions()).isEqualTo(2);
            }
        }
    }

    @Test
    void what_the_centre_says_of_the_number_lasts_and_all_else_is_tried_again() throws SmsException {
        try (SmppCentre centre = new SmppCentre(0, "secret");
                SmppGateway gateway = gateway(centre.port(), "secret", "TelDAV")) {
            centre.refuseWith = SMPPConstant.STAT_ESME_RINVDSTADR;
            assertThat(failure(gateway, "x").isLasting()).isTrue();
            centre.refuseWith = SMPPConstant.STAT_ESME_RTHROTTLED;
            SmsException throttled = failure(gateway, "x");
            assertThat(throttled.isLasting()).isFalse();
            assertThat(throttled.getMessage()).contains("0x58").doesNotContain("415");
            centre.refuseWith = 0;
            gateway.send("+14155550100", "x");
            assertThat(centre.sessions()).isEqualTo(1);
        }
    }

    @Test
    void a_wrong_password_and_a_centre_that_is_away_are_tried_again() {
        try (SmppCentre centre = new SmppCentre(0, "secret");
                SmppGateway gateway = gateway(centre.port(), "wrong", "TelDAV")) {
            assertThat(failure(gateway, "x").isLasting()).isFalse();
            assertThat(centre.taken).isEmpty();
        }
    }
}
