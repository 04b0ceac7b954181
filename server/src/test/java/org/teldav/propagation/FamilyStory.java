package org.teldav.propagation;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.BothEngines;

/** Alice, Bob and Carol are a family; Dave is not. */
@BothEngines
abstract class FamilyStory {
    static final String A = "+14155550100";
    static final String B = "+14155550111";
    static final String C = "+14155550122";
    static final String BOBS = "+14155550133";
    static final String V = "+14155550144";
    static final String X = "+14155550155";

    @TempDir
    Path folder;

    Village village;

    @BeforeEach
    void a_family() {
        village = new Village(folder);
        village.user("alice", "CELL:" + A);
        village.user("bob", "CELL:" + BOBS);
        village.user("carol");
        village.user("dave");
        village.group("family", "alice", "bob", "carol");
    }

    @AfterEach
    void closes() {
        village.close();
    }
}
