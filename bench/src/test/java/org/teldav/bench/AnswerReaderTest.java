package org.teldav.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112: how answers are framed. */
class AnswerReaderTest {

    /** Gives at most so many bytes at a time, as a socket may. */
    private static AnswerReader reader(String bytes, int atATime) {
        AnswerReader reader = new AnswerReader();
        reader.readFrom(new InputStream() {
            private final InputStream all = new ByteArrayInputStream(bytes.getBytes(StandardCharsets.ISO_8859_1));

            @Override
            public int read() throws IOException {
                return all.read();
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return all.read(into, offset, Math.min(length, atATime));
            }
        });
        reader.forget();
        return reader;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 1000})
    void rfc9112_7_1_chunks_are_joined_however_they_arrive(int atATime) throws IOException {
        AnswerReader reader = reader(
                "HTTP/1.1 207 Multi-Status\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "5;name=value\r\nHello\r\n0A\r\n, chunks!\n\r\n0\r\nTrailer: x\r\n\r\n"
                        + "HTTP/1.1 204 No Content\r\nETag: \"2\"\r\n\r\n",
                atATime);
        reader.read();
        assertThat(reader.text()).isEqualTo("Hello, chunks!\n");
        assertThat(reader.status()).isEqualTo(207);
        assertThat(reader.hasETag()).isFalse();
        assertThat(reader.serverCloses()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 200 OK#content-LENGTH: 2##ok | ok | false",
                "HTTP/1.1 200 OK#Content-Length: 2#Connection: close##ok | ok | true",
                "HTTP/1.0 200 OK#Content-Length: 2##ok | ok | true",
                "HTTP/1.0 200 OK#Connection: Keep-Alive#Content-Length: 2##ok | ok | false",
                "HTTP/1.0 200 OK##until the end | until the end | true",
                "HTTP/1.1 100 Continue##HTTP/1.1 200 OK#Content-Length: 2##ok | ok | false",
            })
    void rfc9112_6_3_the_end_of_a_body_is_found(String answer, String body, boolean closes) throws IOException {
        AnswerReader reader = reader(answer.replace("#", "\r\n"), 1000);
        reader.read();
        assertThat(reader.text()).isEqualTo(body);
        assertThat(reader.serverCloses()).isEqualTo(closes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SSH-2.0-OpenSSH_9.2\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nHello\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"
            })
    void a_broken_answer_is_an_error(String answer) {
        AnswerReader reader = reader(answer, 1000);
        assertThatThrownBy(reader::read).isInstanceOf(IOException.class);
        assertThat(reader.nothingCame()).isEqualTo(answer.isEmpty());
    }

    @Test
    void closing_tags_count_with_any_prefix_and_nothing_else_does() throws IOException {
        String xml = "<m xmlns:D='DAV:'><D:response><href>/response></href></D:response ><response a='b'/>"
                + "<D:response></D:response><response></response><responsedescription></responsedescription>"
                + "<x:error-response></x:error-response></m>";
        AnswerReader reader = reader("HTTP/1.0 207 Multi-Status\r\n\r\n" + xml, 1000);
        reader.read();
        assertThat(new Scan("response>").countClosing(reader)).isEqualTo(2);
    }
}
