package org.teldav.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** A file of configuration, and what is said of it. */
abstract class ConfigCase {
    @TempDir
    Path folder;

    List<String> errorsOf(String text) {
        try {
            read(text);
            return List.of();
        } catch (InvalidConfigException e) {
            return e.errors();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    TeldavConfig read(String text) throws IOException, InvalidConfigException {
        return ConfigReader.read(Optional.of(write(text)), Map.of(), Optional.empty());
    }

    Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("teldav.conf"), text);
    }
}
