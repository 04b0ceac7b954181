package org.teldav.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.BothEngines;
import org.teldav.storage.Change;

/** Alice, and ten who have her in their books: no card comes late any more. */
@Timeout(120)
@BothEngines
abstract class ClubStory {
    static final String A = "+14155550100";
    static final String B = "+14155550111";
    static final String C = "+14155550122";
    static final int HOLDERS = 10;

    @TempDir
    Path folder;

    Village village;

    @BeforeEach
    void alice_and_ten_who_have_her() {
        village = new Village(folder);
        village.user("alice", "CELL:" + A);
        List<String> members = new ArrayList<>(List.of("alice"));
        for (int i = 0; i < HOLDERS; i++) {
            village.user("h" + i);
            village.contact("h" + i, "alice", "CELL:" + A);
            members.add("h" + i);
        }
        village.group("club", members.toArray(String[]::new));
        village.propagate();
    }

    @AfterEach
    void closes() {
        village.close();
    }

    void everybodyHasOnce(String number) {
        for (int i = 0; i < HOLDERS; i++) {
            assertThat(village.tels("h" + i, "alice")).as("h" + i).isEqualTo(number);
            assertThat(village.rewritten("h" + i))
                    .as("h" + i)
                    .hasSize(village.changes("alice").size());
        }
        assertThat(village.changes("alice")).extracting(Change::state).containsOnly(Change.State.DONE);
    }
}
