package org.teldav.propagation;

/** The family of rule 12: numbers change, and cards come when that has long gone out. */
abstract class LateComerStory extends FamilyStory {
    void aliceChanges(String... numbers) {
        for (String number : numbers) {
            village.own("alice", "CELL:" + number);
            village.propagate();
        }
    }

    void comes(String user, String name, String... tels) {
        village.contact(user, name, tels);
        village.propagate();
    }
}
