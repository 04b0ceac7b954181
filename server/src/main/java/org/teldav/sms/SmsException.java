package org.teldav.sms;

/** A message was not taken. The reason names neither number nor text: it stands in the log. */
public final class SmsException extends Exception {
    private final boolean lasting;

    private SmsException(boolean lasting, String reason) {
        super(reason);
        this.lasting = lasting;
    }

    /** It may be taken later. */
    static SmsException forNow(String reason) {
        return new SmsException(false, reason);
    }

    /** The same message will never be taken. */
    static SmsException forGood(String reason) {
        return new SmsException(true, reason);
    }

    /** Whether another try is of no use. */
    public boolean isLasting() {
        return lasting;
    }
}
