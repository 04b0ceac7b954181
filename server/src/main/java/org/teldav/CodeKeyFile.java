package org.teldav;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.teldav.propagation.CodeKey;
import org.teldav.storage.Store;
import org.teldav.web.PrivateFile;

/**
 * The key that codes are hashed with, in the data folder and readable by its owner only. Servers on one database have the same; the database knows its
 * fingerprint, so that one with another is not started (docs/decisions/codes.md).
 */
record CodeKeyFile(Path file) {
    static final String NAME = "codes.key";

    /** What an operator writes into it where no server has the key any more. */
    private static final String NEW = "new";

    /**
     * The key, made where there is none.
     *
     * @param shared whether other servers may use the database
     * @throws IOException where it can't be read or made, or is not the one that the database knows
     */
    CodeKey key(Store store, boolean shared) throws IOException {
        Optional<String> content = Files.exists(file) ? Optional.of(content()) : Optional.empty();
        boolean anew = content.equals(Optional.of(NEW));
        if (content.isEmpty() && shared && store.read(tx -> tx.codes().keyed()).isPresent()) {
            throw refusal("is missing");
        }
        CodeKey key = content.isEmpty() || anew ? fresh() : parsed(content.get());
        String known = store.write(tx -> tx.codes().key(key.fingerprint(), anew || !shared));
        if (!known.equals(key.fingerprint())) {
            throw refusal("is another");
        }
        return key;
    }

    /**
     * What would keep a server from starting with this file; empty for nothing.
     *
     * @param known the fingerprint in the database
     * @param shared whether other servers may use the database
     */
    Optional<String> wrong(Optional<String> known, boolean shared) {
        try {
            if (!Files.exists(file)) {
                return known.filter(there -> shared).map(there -> told("is missing"));
            }
            String content = content();
            if (content.equals(NEW)) {
                return Optional.empty();
            }
            String mine = parsed(content).fingerprint();
            return known.filter(there -> shared && !there.equals(mine)).map(there -> told("is another"));
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** The JDK says of a file that may not be read no more than its name. */
    private String content() throws IOException {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new IOException(
                    file
                            + " can't be read: it has to be a file of text that belongs to the user that the server runs as",
                    e);
        }
    }

    private CodeKey fresh() throws IOException {
        byte[] secret = new byte[CodeKey.LENGTH];
        new SecureRandom().nextBytes(secret);
        PrivateFile.write(file, HexFormat.of().formatHex(secret) + "\n");
        return new CodeKey(secret);
    }

    private CodeKey parsed(String content) throws IOException {
        try {
            return new CodeKey(HexFormat.of().parseHex(content));
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    file + " holds no key: copy it from another server on the same database; where there"
                            + " is none, write the word 'new' into it, and a key is made",
                    e);
        }
    }

    private IOException refusal(String what) {
        return new IOException(told(what));
    }

    private String told(String what) {
        return "codes by SMS that one server sends could not be entered at another: the key that the"
                + " servers on this database hash them with " + what + " in " + file + ". Copy " + NAME
                + " from the data folder of another server, readable by its owner only, and start again. Where no"
                + " server has it any more, stop all of them and write the word 'new' into the file: a key is made, and"
                + " only the codes of the last ten minutes are lost";
    }
}
