package org.teldav.cards;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.StringReader;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 4180. */
class CsvTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a,b                   | 1[a, b]
            a,b\\r\\nc,d\\r\\n    | 1[a, b] 2[c, d]
            a,\\nb                | 1[a, ] 2[b]
            'a,b',c               | 1[a,b, c]
            'a ''b''',c           | 1[a 'b', c]
            'a\\nb',c\\nd         | 1[a\\nb, c] 3[d]
            \\n\\na\\n\\n         | 3[a]
            a , 'b' ,c            | 1[a, b, c]
            ,                     | 1[, ]
            'unclosed             | 1[unclosed]
            ' a ' , b '           | 1[ a , b "]
            ' ''a '  \\r\\n' b ' | 1[ 'a ] 2[ b ]
            """)
    void rows_have_their_cells_and_the_line_where_they_begin(String text, String rows) throws IOException {
        Csv csv = new Csv(
                new StringReader(text.replace('\'', '"').replace("\\n", "\n").replace("\\r", "\r")));
        List<String> read = new ArrayList<>();
        for (var row = csv.next(); row.isPresent(); row = csv.next()) {
            read.add(row.get().line() + row.get().cells().toString());
        }
        assertThat(String.join(" ", read)).isEqualTo(rows.replace('\'', '"').replace("\\n", "\n"));
    }

    /** A cell of quotes took as much as the square of its length, and with that the server's time. */
    @Test
    void a_cell_of_quotes_takes_no_more_than_another() throws IOException {
        String cell = "a" + "\"".repeat(200_000);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThat(new Csv(new StringReader("x," + cell)).next().orElseThrow().cells())
                .containsExactly("x", cell);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(20_000_000);
    }
}
