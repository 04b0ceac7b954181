package org.teldav.push;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.SelfSigned;

/** A client of push services, and one that it asks, on real sockets with TLS. */
abstract class PushClientStory {
    static final PushPolicy PUBLIC = new PushPolicy(List.of(), false);

    /** Loopback stands for an address that is public. */
    static final PushPolicy TEST = new PushPolicy(List.of(), true);

    static final PushClient.Limits SHORT = new PushClient.Limits(Duration.ofSeconds(5), Duration.ofMillis(500), 4);

    static Optional<SSLContext> tls = Optional.empty();

    @TempDir
    static Path folder;

    final PushService service = PushService.start(tls);
    Optional<PushClient> client = Optional.empty();

    @BeforeAll
    static void a_certificate() throws IOException, GeneralSecurityException {
        tls = Optional.of(SelfSigned.make(folder, "push").context());
    }

    @AfterEach
    void close() {
        client.ifPresent(PushClient::close);
        service.close();
    }

    static InetAddress[] addresses(String... literals) throws UnknownHostException {
        InetAddress[] addresses = new InetAddress[literals.length];
        for (int i = 0; i < literals.length; i++) {
            addresses[i] = InetAddress.getByName(literals[i]);
        }
        return addresses;
    }

    PushClient client(PushPolicy policy, PushClient.Limits limits, CheckedAddresses.Lookup lookup) {
        PushClient made = new PushClient(policy, limits, lookup, tls);
        made.start();
        client = Optional.of(made);
        return made;
    }

    PushClient client() {
        return client(TEST, PushClient.Limits.DEFAULT, host -> addresses("127.0.0.1"));
    }

    static Delivery send(PushClient client, String resource) {
        CompletableFuture<Delivery> delivery = new CompletableFuture<>();
        client.send(
                resource,
                Map.of("Content-Type", "application/xml", "TTL", "60", "Topic", "abc"),
                "sealed".getBytes(StandardCharsets.US_ASCII),
                delivery::complete);
        try {
            return delivery.get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    String resource() {
        return service.resource("localhost", "/m/1");
    }
}
