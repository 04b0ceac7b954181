package org.teldav.oidc;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.teldav.accounts.LoginAwayException;

/** Asks the provider. No redirect is followed, no answer may be large, and each has its time from beginning to end. Thread-safe. */
final class ProviderHttp {
    private static final int MOST_BYTES = 1 << 18;

    private final HttpClient client;
    private final Duration timeout;

    ProviderHttp(Duration timeout) {
        this.timeout = timeout;
        this.client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    record Answer(int status, byte[] body) {}

    /** @throws LoginAwayException where there is no answer, or another one than 200 */
    byte[] get(URI uri) {
        Answer answer = send(HttpRequest.newBuilder(uri).GET().build());
        if (answer.status != 200) {
            throw new LoginAwayException("the provider answers " + answer.status + " for " + uri.getPath());
        }
        return answer.body;
    }

    /** @param authorization the header's value. @throws LoginAwayException where there is no answer */
    Answer post(URI uri, Optional<String> authorization, String form) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofString(form));
        authorization.ifPresent(value -> request.header("Authorization", value));
        return send(request.build());
    }

    private Answer send(HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, head -> new LimitedBody(MOST_BYTES));
        try {
            HttpResponse<byte[]> whole = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(whole.statusCode(), whole.body());
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new LoginAwayException("the provider can't be reached: " + LoginAwayException.why(cause), e);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new LoginAwayException("the provider has not answered within " + timeout.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new LoginAwayException("interrupted", e);
        }
    }
}
