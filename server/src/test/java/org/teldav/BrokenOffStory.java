package org.teldav;

import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.io.TempDir;

/** Cards of so many bytes that a long answer with them is not sent whole to who doesn't read it. */
abstract class BrokenOffStory {
    private static final int CARDS = 60;
    private static final int BYTES = 150_000;
    private static final int TRIES = 200;

    @TempDir
    Path folder;

    static void fill(TestServer server) {
        DavClient alice = server.user("alice", "+1 415 555 0100");
        for (int i = 0; i < CARDS; i++) {
            alice.put("/dav/addressbooks/alice/contacts/" + i + ".vcf", large(i))
                    .expect(201);
        }
    }

    /** Until the log has something, or for long enough. */
    static void await(BooleanSupplier isThere) throws InterruptedException {
        for (int i = 0; i < TRIES && !isThere.getAsBoolean(); i++) {
            Thread.sleep(100);
        }
    }

    /** What can't be packed. */
    private static String large(int number) {
        byte[] noise = new byte[BYTES];
        new Random(number).nextBytes(noise);
        String note = Base64.getEncoder().encodeToString(noise);
        return TestServer.card("uid-" + number, "Large " + number, "1")
                .replace("END:VCARD", "NOTE:" + note + "\r\nEND:VCARD");
    }
}
