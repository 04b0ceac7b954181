package org.teldav.propagation;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.BothEngines;
import org.teldav.propagation.CodeSender.Delivery;
import org.teldav.propagation.NumberCodes.Asked;
import org.teldav.propagation.NumberCodes.Entered;
import org.teldav.storage.Codes;

/** Alice and Bob, and a gateway that sends codes to new numbers. */
@BothEngines
abstract class CodesStory {
    static final String A = FamilyStory.A;
    static final String B = FamilyStory.B;
    static final String C = FamilyStory.C;
    static final String BOBS = FamilyStory.BOBS;

    static final CodeKey KEY = new CodeKey("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));

    @TempDir
    Path folder;

    final List<String> sent = new ArrayList<>();
    Delivery delivery = Delivery.SENT;
    Village village;
    NumberCodes codes;

    @BeforeEach
    void a_family_with_a_gateway() {
        village = new Village(folder, new PropagationRules(Village.GRACE, Village.FORWARDING, Duration.ZERO, 0, true));
        codes = new NumberCodes(KEY, village.verification(), village.bell::ring);
        village.user("alice", "CELL:" + A);
        village.user("bob", "CELL:" + BOBS);
        village.group("family", "alice", "bob");
        village.contact("bob", "alice", "CELL:" + A);
    }

    @AfterEach
    void closes() {
        village.close();
    }

    Delivery send(String number, String text) {
        if (delivery == Delivery.SENT) {
            sent.add(number + " " + text);
        }
        return delivery;
    }

    CodeCourier courier(CodeSender sender) {
        return new CodeCourier(
                village.store.inner(), KEY, sender, new CodeText(Optional.empty()), 2, village.clock(), village.bell);
    }

    /** What is due is sent. */
    void deliver() {
        courier(this::send).drain();
    }

    String lastCode() {
        return sent.get(sent.size() - 1).split(" ")[1];
    }

    static String another(String code) {
        return code.startsWith("0") ? "1" + code.substring(1) : "0" + code.substring(1);
    }

    Entered enter(String user, String number, String code) {
        return village.write(tx -> codes.enter(tx, village.id(user), number, code, village.tick()));
    }

    Asked ask(String user, String number) {
        return village.write(tx -> codes.ask(tx, village.id(user), number, village.tick()));
    }

    Optional<Verification.WaitsFor> waitsFor(String user) {
        return village.store.read(tx -> village.verification()
                .waitsFor(tx, tx.changes().listOf(village.id(user), 1).get(0)));
    }

    Codes.State state(String user, String number) {
        return village.store
                .read(tx -> tx.codes().newest(village.id(user), number))
                .orElseThrow()
                .state();
    }
}
