package org.teldav.sms;

import java.time.Clock;
import java.util.Optional;

/** The gateways there are. */
public final class Gateways {
    private Gateways() {}

    /** The gateway that is set; empty where none is. Connects when the first message is sent. */
    public static Optional<SmsGateway> of(SmsSettings settings) {
        if (settings instanceof SmsSettings.Http http) {
            return Optional.of(new HttpGateway(http));
        } else if (settings instanceof SmsSettings.Smpp smpp) {
            return Optional.of(new SmppGateway(smpp));
        } else if (settings instanceof SmsSettings.ToFile toFile) {
            return Optional.of(new FileGateway(toFile.file(), Clock.systemUTC()));
        }
        return Optional.empty();
    }
}
