package org.teldav.sms;

/** Takes text messages to telephones. Thread-safe. */
public interface SmsGateway extends AutoCloseable {
    /**
     * Returns when the message is in the hands of whoever delivers it.
     *
     * @param number in E.164, with its plus
     * @param text that fits into one message: see {@link SmsText}
     * @throws SmsException where it is not
     */
    void send(String number, String text) throws SmsException;

    @Override
    void close();
}
