package org.teldav.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.teldav.DavAnswer;
import org.teldav.DavClient;

/** How a phone registers for what it wants to be told of. */
final class Registering {
    static final String CONTENT = "<content-update><D:depth xmlns:D='DAV:'>1</D:depth></content-update>";

    private Registering() {}

    static String properties(String depth) {
        return "<property-update><D:depth xmlns:D='DAV:'>" + depth + "</D:depth></property-update>";
    }

    /** @return the path of the registration */
    static String register(DavClient client, String collection, String resource, Phone phone, String triggers) {
        DavAnswer answer = client.xml("POST", collection, body(resource, phone, "<trigger>" + triggers + "</trigger>"));
        assertThat(answer.status()).as(answer.text()).isIn(201, 204);
        return URI.create(answer.header("Location")).getPath();
    }

    /** @param trigger the element, where there is one */
    static String body(String resource, Phone phone, String trigger) {
        return "<push-register xmlns='https://bitfire.at/webdav-push'><subscription><web-push-subscription>"
                + "<push-resource>" + resource + "</push-resource><subscription-public-key type='p256dh'>"
                + phone.publicText() + "</subscription-public-key><auth-secret>" + phone.secretText()
                + "</auth-secret></web-push-subscription></subscription>" + trigger + "</push-register>";
    }
}
