package org.teldav.bench.torture;

/** All that the actors and the inspection share. Thread-safe. */
record World(
        Settings settings,
        People people,
        Cluster cluster,
        Wire wire,
        Gate gate,
        Findings findings,
        Flights flights,
        Ledger ledger,
        Memory memory) {

    static World of(Settings settings, People people, Cluster cluster) {
        Findings findings = new Findings();
        Flights flights = new Flights();
        return new World(
                settings,
                people,
                cluster,
                new Wire(),
                new Gate(),
                findings,
                flights,
                new Ledger(findings, flights),
                new Memory(findings));
    }
}
