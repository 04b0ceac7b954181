package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6764, RFC 5397 and clients.md: how a client finds its way, and who it has to be. */
class DiscoveryTest extends OneUserTest {
    @ParameterizedTest
    @ValueSource(strings = {"GET", "PROPFIND", "OPTIONS", "HEAD", "REPORT", "FOO"})
    void rfc6764_well_known_redirects_every_method_relatively_and_without_a_login(String method) {
        DavAnswer answer = server.client().send(method, "/.well-known/carddav").expect(301);
        assertThat(answer.header("Location")).isEqualTo("/dav/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/dav/", "/dav", "/dav/principals/", "/dav/addressbooks"})
    void rfc5397_the_roots_lead_to_the_principal_and_that_to_the_home(String root) {
        DavAnswer answer = user.propfind(root, 0, prop("D:current-user-principal", "D:resourcetype"))
                .expect(207);
        assertThat(answer.responses()).hasSize(1);
        String principal = answer.value(answer.hrefs().get(0), "current-user-principal");
        assertThat(principal).isEqualTo("/dav/principals/users/" + name + "/");
        DavAnswer of = user.propfind(
                principal, 0, prop("C:addressbook-home-set", "D:displayname", "D:principal-URL", "D:group-membership"));
        assertThat(of.value(principal, "addressbook-home-set")).isEqualTo(home);
        assertThat(of.value(principal, "principal-URL")).isEqualTo(principal);
    }

    @Test
    void an_unauthenticated_request_is_401_with_basic_before_anything_is_looked_up() {
        for (String path : List.of("/", "/dav/", book, home + "nothing/", "/dav/addressbooks/nobody/")) {
            DavAnswer answer = server.client().send("PROPFIND", path).expect(401);
            assertThat(answer.header("WWW-Authenticate")).startsWith("Basic realm=");
            server.client().as(name, "wrong").send("PROPFIND", path).expect(401);
            server.client()
                    .with("Authorization: Bearer x")
                    .send("PROPFIND", path)
                    .expect(401);
            server.client()
                    .with("Authorization: Basic %%%")
                    .send("PROPFIND", path)
                    .expect(401);
        }
    }

    @Test
    void clients_5_options_without_credentials_is_the_same_for_any_path() {
        DavAnswer first = server.client().send("OPTIONS", book).expect(200);
        assertThat(first.header("DAV")).contains("addressbook");
        for (String path :
                List.of("/", home, "/dav/principals/users/" + name + "/", "/dav/addressbooks/nobody/x/y.vcf")) {
            DavAnswer answer = server.client().send("OPTIONS", path).expect(200);
            assertThat(answer.header("DAV")).isEqualTo(first.header("DAV"));
            assertThat(answer.header("Allow")).isEqualTo(first.header("Allow"));
        }
        for (String path : List.of(home, book, "/dav/principals/users/" + name + "/")) {
            assertThat(user.send("OPTIONS", path).expect(200).header("DAV")).contains("addressbook");
        }
        assertThat(user.send("OPTIONS", book).header("Allow"))
                .doesNotContain("GET")
                .contains("REPORT");
    }
}
