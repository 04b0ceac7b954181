package org.teldav.web;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How the command line finds the server that runs on a data folder: two files in it, written when the server is ready and taken away when it ends.
 *
 * @param address as {@code http://127.0.0.1:8080/}
 * @param bearer the value of the Authorization header
 */
public record ApiEndpoint(String address, String bearer) {
    /** In the data folder: where the API is. */
    public static final String ADDRESS_FILE = "api.address";

    /** Empty where no server is ready. @throws IOException where the files may not be read */
    public static Optional<ApiEndpoint> read(Path data) throws IOException {
        try {
            String address = Files.readString(data.resolve(ADDRESS_FILE)).strip();
            String token = Files.readString(data.resolve(ApiToken.FILE)).strip();
            return isUrl(address) ? Optional.of(new ApiEndpoint(address, "Bearer " + token)) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static boolean isUrl(String text) {
        try {
            return URI.create(text).getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Says where the API is, and what opens it. */
    public static void publish(Path data, String address, ApiToken token) throws IOException {
        token.write(data);
        PrivateFile.write(data.resolve(ADDRESS_FILE), address + "\n");
    }

    /** Says that it is no more. */
    public static void withdraw(Path data) throws IOException {
        for (String file : List.of(ADDRESS_FILE, ApiToken.FILE)) {
            Files.deleteIfExists(data.resolve(file));
        }
    }
}
