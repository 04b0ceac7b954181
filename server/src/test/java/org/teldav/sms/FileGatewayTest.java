package org.teldav.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileGatewayTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path folder;

    @Test
    void each_message_is_a_line_of_json_that_only_the_owner_reads() throws Exception {
        Path file = folder.resolve("sms");
        FileGateway gateway = new FileGateway(file, CLOCK);
        gateway.send("+14155550100", "one \"two\"\nthree");
        gateway.send("+14155550101", "four");
        assertThat(Files.readString(file))
                .isEqualTo(
                        "{\"at\":\"2026-03-01T12:00:00Z\",\"to\":\"+14155550100\",\"text\":\"one \\\"two\\\"\\nthree\"}\n"
                                + "{\"at\":\"2026-03-01T12:00:00Z\",\"to\":\"+14155550101\",\"text\":\"four\"}\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void a_file_that_can_t_be_written_is_tried_again() {
        FileGateway gateway = new FileGateway(folder.resolve("none/sms"), CLOCK);
        assertThatThrownBy(() -> gateway.send("+14155550100", "text")).isInstanceOfSatisfying(SmsException.class, e -> {
            assertThat(e.isLasting()).isFalse();
            assertThat(e.getMessage()).doesNotContain("4155550100").contains("sms.file");
        });
    }
}
