package org.teldav.sms;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLSocketFactory;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.DataCodings;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.SMPPSession;

/**
 * Hands messages to a short message centre by SMPP 3.4, on one connection that is made when it is needed and kept alive by enquire_link; one that broke is
 * made anew with the next message. Thread-safe.
 */
final class SmppGateway implements SmsGateway {
    private static final int ENQUIRE_LINK_MILLIS = 30_000;
    private static final int FAREWELL_MILLIS = 1_000;

    /** SMPP 3.4 §5.1.3: invalid destination address, its type and its plan. */
    private static final Set<Integer> NO_SUCH_NUMBER = Set.of(0x0B, 0x50, 0x51);

    private final SmsSettings.Smpp settings;
    private final SmppConnections connections;
    private Optional<SMPPSession> session = Optional.empty();

    SmppGateway(SmsSettings.Smpp settings) {
        this(settings, (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    /** @param sockets for TLS */
    SmppGateway(SmsSettings.Smpp settings, SSLSocketFactory sockets) {
        this.settings = settings;
        this.connections = new SmppConnections(settings.tls(), settings.timeout(), sockets);
    }

    @Override
    public synchronized void send(String number, String text) throws SmsException {
        SmsText message = SmsText.of(text);
        try {
            submit(bound(), number, message);
        } catch (NegativeResponseException e) {
            refused(e.getCommandStatus());
        } catch (IOException | PDUException | ResponseTimeoutException | InvalidResponseException e) {
            drop();
            throw SmsException.forNow(
                    "the SMPP connection failed: " + e.getClass().getSimpleName());
        }
    }

    private static void refused(int status) throws SmsException {
        String reason = "the short message centre refused with status 0x" + Integer.toHexString(status);
        throw NO_SUCH_NUMBER.contains(status) ? SmsException.forGood(reason) : SmsException.forNow(reason);
    }

    private SMPPSession bound() throws IOException {
        if (session.filter(open -> open.getSessionState().isTransmittable()).isEmpty()) {
            drop();
            SMPPSession fresh = new SMPPSession(connections);
            fresh.setEnquireLinkTimer(ENQUIRE_LINK_MILLIS);
            fresh.setTransactionTimer(settings.timeout().toMillis());
            session = Optional.of(fresh);
            fresh.connectAndBind(
                    settings.host(),
                    settings.port(),
                    new BindParameter(
                            BindType.BIND_TX,
                            settings.systemId(),
                            settings.password(),
                            settings.systemType(),
                            TypeOfNumber.UNKNOWN,
                            NumberingPlanIndicator.UNKNOWN,
                            ""),
                    settings.timeout().toMillis());
        }
        return session.orElseThrow();
    }

    private void submit(SMPPSession open, String number, SmsText message)
            throws PDUException, ResponseTimeoutException, InvalidResponseException, NegativeResponseException,
                    IOException {
        boolean digits = settings.source().matches("\\+?\\d+");
        open.submitShortMessage(
                "",
                digits ? TypeOfNumber.INTERNATIONAL : TypeOfNumber.ALPHANUMERIC,
                digits ? NumberingPlanIndicator.ISDN : NumberingPlanIndicator.UNKNOWN,
                digits ? settings.source().replace("+", "") : settings.source(),
                TypeOfNumber.INTERNATIONAL,
                NumberingPlanIndicator.ISDN,
                number.substring(1),
                new ESMClass(),
                (byte) 0,
                (byte) 0,
                null,
                null,
                new RegisteredDelivery(0),
                (byte) 0,
                DataCodings.newInstance(message.dataCoding()),
                (byte) 0,
                message.octets());
    }

    private void drop() {
        session.ifPresent(SMPPSession::close);
        session = Optional.empty();
    }

    @Override
    public synchronized void close() {
        session.filter(open -> open.getSessionState().isBound()).ifPresent(open -> {
            open.setTransactionTimer(FAREWELL_MILLIS);
            open.unbindAndClose();
        });
        drop();
    }
}
