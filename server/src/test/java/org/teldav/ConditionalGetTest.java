package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9110 §13.2.2 and §14: the order of a GET's conditions, and ranges. */
class ConditionalGetTest extends ConditionalStory {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "If-Modified-Since: MODIFIED|304",
                "If-Modified-Since: " + FUTURE + "|304",
                "If-Modified-Since: " + FUTURE_850 + "|304",
                "If-Modified-Since: " + FUTURE_ASCTIME + "|304",
                "If-Modified-Since: " + PAST + "|200",
                "If-Modified-Since: " + PAST_850 + "|200",
                "If-Modified-Since: " + PAST_ASCTIME + "|200",
                "If-Modified-Since: nonsense|200",
                "If-Modified-Since: MODIFIED;If-None-Match: \"x\"|200",
                "If-Modified-Since: " + PAST + ";If-None-Match: ETAG|304",
                "If-Modified-Since: MODIFIED;If-Unmodified-Since: " + PAST + "|412",
                "If-Modified-Since: MODIFIED;If-Match: ETAG|304",
                "If-None-Match: ETAG;If-Match: \"x\"|412",
                "If-None-Match: ETAG;Range: bytes=0-4|304",
                "If-Match: \"x\";Range: bytes=0-4|412",
                "If-Match: \"x\";Range: bytes=9999-|412",
                "If: ([\"x\"]);If-None-Match: ETAG|412"
            })
    void rfc9110_13_2_2_the_order_of_the_conditions_of_a_get(String headers, int status) {
        card("g");
        DavClient client = with(headers.replace(";", "\r\n"));
        DavAnswer answer = client.get(path).expect(status);
        if (status == 304) {
            assertThat(answer.etag()).isEqualTo(values.get("ETAG"));
            assertThat(answer.header("Last-Modified")).isEqualTo(values.get("MODIFIED"));
        }
        client.send("HEAD", path).expect(status);
        if (headers.startsWith("If-Modified-Since") && !headers.contains(";")) {
            client.put(path, edited(path)).expect(204);
        }
    }

    /** Of a card of 100 bytes. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "bytes=0-4|206|bytes 0-4/100",
                "bytes=0-0|206|bytes 0-0/100",
                "bytes=99-99|206|bytes 99-99/100",
                "bytes=95-|206|bytes 95-99/100",
                "bytes=0-|206|bytes 0-99/100",
                "bytes=90-200|206|bytes 90-99/100",
                "bytes=0-99999999999999999999999|206|bytes 0-99/100",
                "bytes=-5|206|bytes 95-99/100",
                "bytes=-100|206|bytes 0-99/100",
                "bytes=-500|206|bytes 0-99/100",
                "bytes=-99999999999999999999999|206|bytes 0-99/100",
                "Bytes=0-4|206|bytes 0-4/100",
                "bytes= ,0-4 , |206|bytes 0-4/100",
                "bytes=-0|416|bytes */100",
                "bytes=100-|416|bytes */100",
                "bytes=100-200|416|bytes */100",
                "bytes=99999999999999999999999-|416|bytes */100",
                "bytes=4-0|200|-",
                "bytes=-|200|-",
                "bytes=|200|-",
                "bytes=a-b|200|-",
                "bytes 0-4|200|-",
                "lines=0-4|200|-",
                "bytes=0-4,10-14|200|-",
                "bytes=0-4,-5|200|-"
            })
    void rfc9110_14_ranges(String range, int status, String contentRange) {
        String path = book + "r.vcf";
        String card = TestServer.card("r", "R", "1");
        String whole = card.replace("FN:R", "FN:R" + "x".repeat(100 - card.length()));
        user.put(path, whole).expect(201);
        DavAnswer answer = user.with("Range: " + range).get(path).expect(status);
        assertThat(answer.headers().get("Content-Range")).isEqualTo(contentRange);
        if (status == 206) {
            String[] bounds = contentRange.split("[ \\-/]");
            assertThat(answer.text())
                    .isEqualTo(whole.substring(Integer.parseInt(bounds[1]), Integer.parseInt(bounds[2]) + 1));
        } else if (status == 200) {
            assertThat(answer.text()).isEqualTo(whole);
            assertThat(answer.header("Accept-Ranges")).isEqualTo("bytes");
        }
        user.with("Range: " + range).send("HEAD", path).expect(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"ETAG|206", "W/ETAG|200", "\"x\"|200", "MODIFIED|200", FUTURE + "|200", "nonsense|200", "*|200"})
    void rfc9110_13_1_5_if_range_holds_for_the_strong_tag_alone(String validator, int status) {
        card("i");
        with("If-Range: " + validator + "\r\nRange: bytes=0-4").get(path).expect(status);
        with("If-Range: " + validator).get(path).expect(200);
        with("If-Range: " + validator + "\r\nRange: bytes=9999-").get(path).expect(status == 206 ? 416 : 200);
    }
}
