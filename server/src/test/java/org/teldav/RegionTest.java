package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server's region, in which the national numbers of users without one of their own are read. */
@BothEngines
class RegionTest {
    private static final String HELD = "/dav/addressbooks/bob/contacts/alice.vcf";

    @TempDir
    Path data;

    private TestServer start(String region) {
        return TestServer.start(data, "region = \"" + region + "\"");
    }

    /** In FR the number is one of Paris's neighbours. */
    @ParameterizedTest
    @ValueSource(strings = {"", "FR"})
    void rule_8_a_change_finds_national_numbers_that_were_stored_before_the_region_was_set_or_put_right(String before) {
        try (TestServer server = start(before)) {
            server.user("alice", "+49 30 1234567", "family");
            server.user("bob", "+49 30 1234500", "family")
                    .put(HELD, TestServer.card("a", "Alice", "030 1234567"))
                    .expect(201);
        }
        try (TestServer server = start("DE")) {
            server.changeOwnNumber("alice", "+49 30 7654321");
            assertThat(server.as("bob").get(HELD).text()).contains("TEL;TYPE=CELL:030 7654321\r\n");
        }
    }
}
