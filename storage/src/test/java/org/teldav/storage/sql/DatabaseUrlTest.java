package org.teldav.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:hsqldb:file:/var/lib/teldav",
                "jdbc:postgresql://localhost/teldav",
                "jdbc:postgresql://[::1]:5433/teldav?",
                "jdbc:postgresql://a:1,b:2,c/teldav?targetServerType=primary&sslmode=verify-full&sslrootcert=/etc/ca.pem",
                "jdbc:postgresql://a/teldav?user=teldav&password=a%26b%3Fc"
            })
    void what_the_driver_reads_is_taken_as_it_is(String url) {
        assertThat(DatabaseUrl.checked(url)).isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        jdbc:mysql://a/secret                        | must begin with jdbc:postgresql: or jdbc:hsqldb:
        jdbc:postgresql://teldav:secret@a/teldav     | must be like
        jdbc:postgresql://a:secret/teldav            | must be like
        jdbc:postgresql://a/                         | must be like
        jdbc:postgresql:secret                       | must be like
        jdbc:postgresql://a/b?sslmode=secret         | must have as sslmode one of disable, allow, prefer, require, verify-ca, verify-full
        jdbc:postgresql://a,b/c?targetServerType=boss | must have as targetServerType one of any, primary
        jdbc:postgresql://a/b?sslmod=verify-full     | must have only parameters that the driver of PostgreSQL knows: number 1 is none
        jdbc:postgresql://a/b?password=x&secret      | must have only parameters that the driver of PostgreSQL knows: number 2 is none
        """)
    void another_is_refused_in_a_sentence_that_tells_no_secret(String url, String why) {
        assertThatThrownBy(() -> DatabaseUrl.checked(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(why)
                .message()
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        jdbc:postgresql://a:1,b:2/teldav?password=secret | a:1,b:2
        jdbc:postgresql://localhost/teldav               | localhost
        """)
    void people_are_told_the_hosts(String url, String hosts) {
        assertThat(DatabaseUrl.hosts(url)).isEqualTo(hosts);
    }
}
