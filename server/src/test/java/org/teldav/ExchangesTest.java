package org.teldav;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sends what the files under {@code exchanges} have, and compares the answers: a file a line of carddav.md and clients.md (docs/conformance.md). */
class ExchangesTest extends OneUserTest {
    @ParameterizedTest
    @MethodSource("org.teldav.Exchange#files")
    void each_answer_is_as_the_file_has_it(String file) {
        new Replay(server.client())
                .login(name, name + "-password")
                .set("home", home)
                .set("book", book)
                .set("principal", "/dav/principals/users/" + name + "/")
                .set("origin", server.uri().replaceAll("/$", ""))
                .play(file);
    }
}
