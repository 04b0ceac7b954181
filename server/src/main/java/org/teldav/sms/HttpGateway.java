package org.teldav.sms;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends each message as one HTTP request. No redirect is followed: it could take number and text anywhere. Thread-safe. */
final class HttpGateway implements SmsGateway {
    private static final Pattern PLACE = Pattern.compile("\\{(number|text)}");

    /** Statuses of 4xx that say nothing of this message. */
    private static final Set<Integer> NOT_THE_MESSAGE = Set.of(401, 403, 404, 405, 407, 408, 425, 429);

    private final SmsSettings.Http settings;
    private final HttpClient client;

    HttpGateway(SmsSettings.Http settings) {
        this.settings = settings;
        this.client = HttpClient.newBuilder()
                .connectTimeout(settings.timeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    @Override
    public void send(String number, String text) throws SmsException {
        int status = status(request(number, text));
        if (status / 100 == 2) {
            return;
        }
        String reason = "the SMS gateway answered " + status;
        throw status / 100 == 4 && !NOT_THE_MESSAGE.contains(status)
                ? SmsException.forGood(reason)
                : SmsException.forNow(reason);
    }

    private HttpRequest request(String number, String text) {
        URI uri = URI.create(
                filled(settings.url(), value -> URLEncoder.encode(value, StandardCharsets.UTF_8), number, text));
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(settings.timeout());
        settings.headers().forEach(header -> {
            int colon = header.indexOf(':');
            request.header(
                    header.substring(0, colon).strip(),
                    header.substring(colon + 1).strip());
        });
        if (settings.method().equals("GET")) {
            return request.GET().build();
        }
        String body = filled(settings.body(), settings.type()::escaped, number, text);
        return request.setHeader("Content-Type", settings.type().mediaType())
                .method(settings.method(), BodyPublishers.ofString(body))
                .build();
    }

    private int status(HttpRequest request) throws SmsException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw SmsException.forNow(
                    "the SMS gateway can't be reached: " + e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SmsException.forNow("interrupted");
        }
    }

    /** Each place filled once: what is put in is not looked at again. */
    static String filled(String template, UnaryOperator<String> escape, String number, String text) {
        return PLACE.matcher(template)
                .replaceAll(place ->
                        Matcher.quoteReplacement(escape.apply(place.group(1).equals("number") ? number : text)));
    }

    @Override
    public void close() {
        // The client's connections are daemons that end by themselves.
    }
}
