package org.teldav.sms;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A text as the octets of one short message (3GPP TS 23.038): in GSM 7 bit, one septet an octet as SMPP has it, where the alphabet has all its characters;
 * else in UCS-2.
 *
 * @param dataCoding of SMPP 3.4 §5.2.19
 */
@SuppressWarnings("ArrayRecordComponent")
record SmsText(byte dataCoding, byte[] octets) {
    static final byte GSM_7_BIT = 0;
    static final byte UCS_2 = 8;

    private static final int MOST_SEPTETS = 160;
    private static final int MOST_OCTETS = 140;
    private static final char ESCAPE = 0x1B;

    /** By their codes; the escape stands for itself. */
    private static final String ALPHABET =
            "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001BÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
                    + "¿abcdefghijklmnopqrstuvwxyzäöñüà";

    /** What is written with the escape before it, and its code behind. */
    private static final String EXTENSION = "\f^{}\\[~]|€";

    private static final byte[] EXTENSION_CODES = {0x0A, 0x14, 0x28, 0x29, 0x2F, 0x3C, 0x3D, 0x3E, 0x40, 0x65};

    /** @throws SmsException where one message can't hold it */
    static SmsText of(String text) throws SmsException {
        Optional<byte[]> septets = septets(text);
        SmsText message = septets.isPresent()
                ? new SmsText(GSM_7_BIT, septets.get())
                : new SmsText(UCS_2, text.getBytes(StandardCharsets.UTF_16BE));
        if (message.octets.length > (septets.isPresent() ? MOST_SEPTETS : MOST_OCTETS)) {
            throw SmsException.forGood("the text is longer than one message");
        }
        return message;
    }

    private static Optional<byte[]> septets(String text) {
        byte[] septets = new byte[2 * text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int code = c == ESCAPE ? -1 : ALPHABET.indexOf(c);
            int extension = EXTENSION.indexOf(c);
            if (code >= 0) {
                septets[length++] = (byte) code;
            } else if (extension >= 0) {
                septets[length++] = ESCAPE;
                septets[length++] = EXTENSION_CODES[extension];
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(java.util.Arrays.copyOf(septets, length));
    }
}
