package org.teldav.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.teldav.sms.BodyType;
import org.teldav.sms.SmsSettings;

/** The keys below {@code sms}: those of the gateway that is chosen have to be there, and fit together. */
final class SmsReader {
    private final GivenValues values;

    SmsReader(GivenValues values) {
        this.values = values;
    }

    Optional<SmsSettings> read() {
        Optional<String> kind = values.of(Keys.SMS_KIND);
        checkOthers(kind.orElse(""));
        return kind.flatMap(word -> switch (word) {
            case "http" -> http();
            case "smpp" -> smpp();
            case "file" -> needed(Keys.SMS_FILE, "file").map(SmsSettings.ToFile::new);
            default -> Optional.of(new SmsSettings.None());
        });
    }

    /** A wrong value is an error also where another gateway is chosen. */
    private void checkOthers(String kind) {
        boolean timeIsRead = kind.equals("http") || kind.equals("smpp");
        for (Key<?> key : Keys.ALL) {
            boolean isGateways = key.path().matches("sms\\.(http\\..*|smpp\\..*|file)");
            if (isGateways && !isOf(kind, key) || key == Keys.SMS_TIMEOUT && !timeIsRead) {
                values.of(key);
            }
        }
    }

    private static boolean isOf(String kind, Key<?> key) {
        return key.path().equals("sms." + kind) || key.path().startsWith("sms." + kind + ".");
    }

    private <T> Optional<T> needed(Key<Optional<T>> key, String kind) {
        Optional<Optional<T>> value = values.of(key);
        if (value.isPresent() && value.get().isEmpty()) {
            values.wrong(Keys.SMS_KIND, "'sms.kind' = " + kind + " needs '" + key.path() + "' too");
        }
        return value.flatMap(there -> there);
    }

    private Optional<SmsSettings> http() {
        Optional<String> url = needed(Keys.SMS_HTTP_URL, "http");
        Optional<String> method = values.of(Keys.SMS_HTTP_METHOD);
        Optional<BodyType> type = values.of(Keys.SMS_HTTP_TYPE);
        Optional<List<String>> headers = values.of(Keys.SMS_HTTP_HEADERS);
        Optional<Optional<String>> body = values.of(Keys.SMS_HTTP_BODY);
        Optional<Duration> timeout = values.of(Keys.SMS_TIMEOUT);
        Optional<Boolean> insecure = values.of(Keys.SMS_HTTP_INSECURE);
        if (url.isEmpty()
                || method.isEmpty()
                || type.isEmpty()
                || headers.isEmpty()
                || body.isEmpty()
                || timeout.isEmpty()
                || insecure.isEmpty()) {
            return Optional.empty();
        }
        SmsSettings.Http settings = new SmsSettings.Http(
                url.get(),
                method.get(),
                type.get(),
                headers.get(),
                body.get().orElse(""),
                timeout.get(),
                insecure.get());
        check(settings);
        return Optional.of(settings);
    }

    private void check(SmsSettings.Http settings) {
        URI address = settings.address();
        if (!settings.insecure() && !"https".equals(address.getScheme()) && !KeyValues.isLoopback(address.getHost())) {
            values.wrong(
                    Keys.SMS_HTTP_URL,
                    "'sms.http.url' would send codes in clear text over the network: use https, or sms.http.insecure ="
                            + " true");
        }
        String filled = settings.method().equals("GET") ? settings.url() : settings.url() + settings.body();
        for (String place : List.of("{number}", "{text}")) {
            if (!filled.contains(place)) {
                values.wrong(
                        settings.method().equals("GET") ? Keys.SMS_HTTP_URL : Keys.SMS_HTTP_BODY,
                        "neither 'sms.http.url' nor 'sms.http.body' of a " + settings.method() + " says where " + place
                                + " stands");
            }
        }
    }

    private Optional<SmsSettings> smpp() {
        Optional<String> host = needed(Keys.SMS_SMPP_HOST, "smpp");
        Optional<Integer> port = values.of(Keys.SMS_SMPP_PORT);
        Optional<Boolean> tls = values.of(Keys.SMS_SMPP_TLS);
        Optional<String> systemId = needed(Keys.SMS_SMPP_SYSTEM_ID, "smpp");
        Optional<Optional<String>> password = values.of(Keys.SMS_SMPP_PASSWORD);
        Optional<Optional<String>> systemType = values.of(Keys.SMS_SMPP_SYSTEM_TYPE);
        Optional<String> source = values.of(Keys.SMS_SMPP_SOURCE);
        Optional<Duration> timeout = values.of(Keys.SMS_TIMEOUT);
        if (host.isEmpty()
                || port.isEmpty()
                || tls.isEmpty()
                || systemId.isEmpty()
                || password.isEmpty()
                || systemType.isEmpty()
                || source.isEmpty()
                || timeout.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new SmsSettings.Smpp(
                host.get(),
                port.get(),
                tls.get(),
                systemId.get(),
                password.get().orElse(""),
                systemType.get().orElse(""),
                source.get(),
                timeout.get()));
    }
}
