package org.teldav.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses a client of push services connects to: none that is not public, and none that it has not looked at. */
class CheckedAddressesTest extends PushClientStory {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1", "::1", "10.0.0.1", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1",
                "224.0.0.1", "0.0.0.0", "fe80::1", "fd00::1", "ff02::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1"
            })
    void a_host_with_an_address_that_is_not_public_is_never_connected_to(String address) {
        PushClient checking = client(PUBLIC, PushClient.Limits.DEFAULT, host -> addresses(address));
        assertThat(send(checking, service.resource("push.example", "/m/1"))).isInstanceOf(Delivery.Refused.class);
        assertThat(service.rest()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "127.1", "localhost"})
    void this_machine_is_not_asked_however_it_is_written(String host) {
        PushClient checking = client(PUBLIC, PushClient.Limits.DEFAULT, InetAddress::getAllByName);
        assertThat(send(checking, service.resource(host, "/m/1"))).isInstanceOf(Delivery.Refused.class);
        assertThat(service.rest()).isEmpty();
    }

    @Test
    void one_address_that_is_not_public_is_enough() {
        PushClient checking = client(TEST, PushClient.Limits.DEFAULT, host -> addresses("127.0.0.1", "10.0.0.1"));
        assertThat(send(checking, resource())).isInstanceOf(Delivery.Refused.class);
        assertThat(service.rest()).isEmpty();
    }

    @Test
    void dns_rebinding_a_connection_goes_to_the_address_that_was_checked_and_the_next_one_is_checked_again() {
        AtomicInteger lookups = new AtomicInteger();
        PushClient checking = client(TEST, PushClient.Limits.DEFAULT, host -> {
            assertThat(host).isEqualTo("localhost");
            return lookups.incrementAndGet() == 1 ? addresses("127.0.0.1") : addresses("192.168.0.1");
        });
        service.answering(new PushService.Answer.Status(201, Map.of("Connection", "close")));
        assertThat(send(checking, resource())).isEqualTo(new Delivery.Sent());
        assertThat(lookups).hasValue(1);
        assertThat(send(checking, resource())).isInstanceOf(Delivery.Refused.class);
        assertThat(lookups).hasValue(2);
        service.next();
        assertThat(service.rest()).isEmpty();
    }

    @Test
    void a_name_server_that_does_not_answer_holds_up_nobody_else() {
        CountDownLatch never = new CountDownLatch(1);
        PushClient hurried = client(TEST, SHORT, host -> {
            if (host.equals("slow.example")) {
                await(never);
            }
            return addresses("127.0.0.1");
        });
        assertThat(send(hurried, service.resource("slow.example", "/m")))
                .isInstanceOfSatisfying(
                        Delivery.Later.class,
                        later -> assertThat(later.isSilent()).isTrue());
        assertThat(send(hurried, resource())).isEqualTo(new Delivery.Sent());
        never.countDown();
    }

    private static void await(CountDownLatch latch) throws UnknownHostException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new UnknownHostException("interrupted");
        }
    }

    @Test
    void what_is_no_push_resource_is_refused_without_a_look() {
        PushClient checking = client(TEST, PushClient.Limits.DEFAULT, host -> {
            throw new AssertionError("looked up");
        });
        for (String resource : List.of("http://push.example/", "ftp://push.example/", "no URI")) {
            assertThat(send(checking, resource)).isInstanceOf(Delivery.Refused.class);
        }
    }
}
