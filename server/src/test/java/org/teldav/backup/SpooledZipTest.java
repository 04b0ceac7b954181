package org.teldav.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.OptionalLong;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Read back by the JDK's own readers, along the directory and along the entries. */
class SpooledZipTest {
    private static final Instant NOW = Instant.parse("2026-11-26T18:20:30Z");

    @TempDir
    Path folder;

    private Path written(int entries) throws IOException {
        Path file = folder.resolve("a.zip");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
                SpooledZip zip = new SpooledZip(out, NOW)) {
            for (int i = 0; i < entries; i++) {
                try (OutputStream entry = zip.entry("cards/" + i + ".vcf")) {
                    entry.write(("card " + i).getBytes(UTF_8));
                }
            }
            zip.finish();
        }
        return file;
    }

    @Test
    void more_entries_than_sixteen_bits_can_count() throws IOException {
        int many = 70_000;
        try (ZipFile zip = new ZipFile(written(many).toFile(), UTF_8)) {
            assertThat(zip.size()).isEqualTo(many);
            for (int i : new int[] {0, 1, 65_534, 65_535, 65_536, many - 1}) {
                byte[] content =
                        zip.getInputStream(zip.getEntry("cards/" + i + ".vcf")).readAllBytes();
                assertThat(content).asString(UTF_8).isEqualTo("card " + i);
            }
        }
    }

    /** APPNOTE.TXT 4.3.14 to 4.3.16: the JDK's reader would do without, others don't. */
    @Test
    void the_count_of_zip64_is_there_where_it_is_needed() throws IOException {
        assertThat(countOfZip64(0)).isEmpty();
        assertThat(countOfZip64(65_534)).isEmpty();
        assertThat(countOfZip64(65_535)).hasValue(65_535);
        assertThat(countOfZip64(70_000)).hasValue(70_000);
    }

    private OptionalLong countOfZip64(int entries) throws IOException {
        byte[] file = Files.readAllBytes(written(entries));
        ByteBuffer zip = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int end = file.length - 22;
        assertThat(zip.getInt(end)).isEqualTo(0x06054B50);
        assertThat(zip.getShort(end + 10) & 0xFFFF).isEqualTo(Math.min(entries, 0xFFFF));
        if (end < 20 || zip.getInt(end - 20) != 0x07064B50) {
            return OptionalLong.empty();
        }
        int end64 = (int) zip.getLong(end - 20 + 8);
        assertThat(zip.getInt(end64)).isEqualTo(0x06064B50);
        return OptionalLong.of(zip.getLong(end64 + 32));
    }

    /** Names outside ASCII, bytes that don't shrink, nothing at all, and time: by both of the JDK's readers. */
    @Test
    void bytes_names_and_time_come_back() throws IOException {
        byte[] random = new byte[300_000];
        new Random(4711).nextBytes(random);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (SpooledZip zip = new SpooledZip(bytes, NOW)) {
            try (OutputStream entry = zip.entry("Zo\u00eb \u4f60\u597d.vcf")) {
                entry.write(random);
                entry.write(7);
            }
            zip.entry("empty").close();
            zip.finish();
        }
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(bytes.toByteArray()), UTF_8)) {
            ZipEntry first = in.getNextEntry();
            assertThat(first.getName()).isEqualTo("Zo\u00eb \u4f60\u597d.vcf");
            assertThat(first.getTimeLocal()).isEqualTo(LocalDateTime.of(2026, 11, 26, 18, 20, 30));
            assertThat(in.readNBytes(300_000)).isEqualTo(random);
            assertThat(in.readAllBytes()).containsExactly(7);
            assertThat(in.getNextEntry().getName()).isEqualTo("empty");
            assertThat(in.readAllBytes()).isEmpty();
            assertThat(in.getNextEntry()).isNull();
        }
    }
}
