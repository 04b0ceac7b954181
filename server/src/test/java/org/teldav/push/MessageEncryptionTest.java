package org.teldav.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageEncryptionTest {
    /** RFC 8291 §5 and its appendix A. */
    private static final String CLIENT =
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";

    private static final String PLAIN = "When I grow up, I want to be a watermelon";
    private static final String BODY =
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBr"
                    + "u3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

    @Test
    void the_example_of_rfc8291_section_5_byte_for_byte() throws GeneralSecurityException {
        KeyPair own = Phone.keys(
                "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8",
                "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw");
        byte[] body = MessageEncryption.encrypt(
                PLAIN.getBytes(StandardCharsets.UTF_8),
                P256.publicKey(Phone.octets(CLIENT)),
                Phone.octets("BTBZMqHH6r4Tts7J_aSIgg"),
                own,
                Phone.octets("DGv6ra1nlYgDCS1FRnbzlw"));
        assertThat(Phone.text(body)).isEqualTo(BODY);
    }

    @Test
    void the_phone_of_the_tests_reads_the_example() throws GeneralSecurityException {
        Phone phone = new Phone(
                Phone.keys(CLIENT, "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"),
                Phone.octets("BTBZMqHH6r4Tts7J_aSIgg"));
        assertThat(phone.read(Phone.octets(BODY))).asString().isEqualTo(PLAIN);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 300, MessageEncryption.LONGEST})
    void the_phone_alone_reads_what_was_encrypted_for_it(int length) {
        Phone phone = Phone.make();
        byte[] message = "x".repeat(length).getBytes(StandardCharsets.US_ASCII);
        byte[] body = new MessageEncryption().encrypt(message, phone.publicKey(), phone.secret());
        assertThat(body).hasSizeLessThanOrEqualTo(4096);
        assertThat(phone.read(body)).isEqualTo(message);
        assertThatThrownBy(() -> Phone.make().read(body)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> new Phone(phone.keys(), Phone.make().secret()).read(body))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void the_same_message_is_never_the_same_twice() {
        Phone phone = Phone.make();
        MessageEncryption encryption = new MessageEncryption();
        byte[] once = encryption.encrypt(new byte[10], phone.publicKey(), phone.secret());
        byte[] again = encryption.encrypt(new byte[10], phone.publicKey(), phone.secret());
        assertThat(Phone.text(once).substring(0, 21))
                .isNotEqualTo(Phone.text(again).substring(0, 21));
        assertThat(Phone.text(once).substring(28, 110))
                .isNotEqualTo(Phone.text(again).substring(28, 110));
    }

    @Test
    void what_is_longer_than_a_record_is_not_encrypted() {
        Phone phone = Phone.make();
        byte[] message = new byte[MessageEncryption.LONGEST + 1];
        assertThatThrownBy(() -> new MessageEncryption().encrypt(message, phone.publicKey(), phone.secret()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_key_that_is_no_point_of_the_curve_is_refused() throws InvalidKeyException {
        byte[] octets = Phone.octets(CLIENT);
        assertThat(P256.octets(P256.publicKey(octets))).isEqualTo(octets);
        byte[] off = octets.clone();
        off[64] ^= 1;
        byte[] compressed = octets.clone();
        compressed[0] = 2;
        byte[] zero = new byte[P256.OCTETS];
        zero[0] = 4;
        byte[] beyond = Phone.octets(CLIENT);
        Arrays.fill(beyond, 1, 33, (byte) 0xff);
        for (byte[] wrong : new byte[][] {off, compressed, zero, beyond, new byte[0], new byte[64]}) {
            assertThatThrownBy(() -> P256.publicKey(wrong)).isInstanceOf(InvalidKeyException.class);
        }
    }
}
