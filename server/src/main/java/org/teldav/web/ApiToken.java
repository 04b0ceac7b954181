package org.teldav.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/** What opens the API to the command line on this machine: who may read the data folder may do everything anyway. New at each start. Thread-safe. */
public final class ApiToken {
    /** In the data folder, readable by its owner only. */
    public static final String FILE = "api.token";

    private static final int BYTES = 32;

    private final String token;

    private ApiToken(String token) {
        this.token = token;
    }

    /** A new one, which nobody knows yet. */
    public static ApiToken random() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        return new ApiToken(HexFormat.of().formatHex(random));
    }

    void write(Path data) throws IOException {
        PrivateFile.write(data.resolve(FILE), token + "\n");
    }

    /** The header's value that carries it. */
    public String bearer() {
        return "Bearer " + token;
    }

    boolean opens(String authorization) {
        return MessageDigest.isEqual(
                authorization.getBytes(StandardCharsets.UTF_8), bearer().getBytes(StandardCharsets.UTF_8));
    }
}
