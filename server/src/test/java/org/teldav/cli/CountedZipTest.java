package org.teldav.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class CountedZipTest {
    private record Told(long entries, long octets) {}

    private final List<Told> told = new ArrayList<>();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Test
    void entries_and_octets_are_told_as_they_flow_by_however_the_stream_is_cut() throws IOException {
        byte[] zip = zip(3);
        try (CountedZip whole = new CountedZip(written, (entries, octets) -> told.add(new Told(entries, octets)))) {
            whole.write(zip, 0, 2);
            whole.write(zip[2]);
            whole.write(zip, 3, zip.length - 3);
        }
        assertThat(told).containsExactly(new Told(0, 2), new Told(3, zip.length));
        assertThat(written.toByteArray()).isEqualTo(zip);
    }

    private static byte[] zip(int entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < entries; i++) {
                zip.putNextEntry(new ZipEntry("tables/" + i + ".jsonl"));
                zip.write(new byte[1000 * i]);
            }
        }
        return bytes.toByteArray();
    }
}
