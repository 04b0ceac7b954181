package org.teldav.bench.torture;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is stored under each path, by what the servers acknowledged. A write whose answer was lost may be there or not, but whole. Of one path there is one
 * writer at a time. Contents are texts of which each character is a byte. Thread-safe.
 */
final class Ledger {
    /** @param content empty: nothing is there */
    private record Version(Optional<String> content) {}

    private record Entry(Version settled, Optional<Version> inFlight) {}

    private static final Entry NOTHING = new Entry(new Version(Optional.empty()), Optional.empty());

    private final Findings findings;
    private final Flights flights;
    private final Map<String, Entry> entries = new TreeMap<>();

    Ledger(Findings findings, Flights flights) {
        this.findings = findings;
        this.flights = flights;
    }

    /** All that were ever written. */
    synchronized Map<String, Optional<String>> contents() {
        Map<String, Optional<String>> contents = new TreeMap<>();
        entries.forEach((path, entry) -> contents.put(path, entry.settled().content()));
        return contents;
    }

    synchronized Optional<String> content(String path) {
        return entries.getOrDefault(path, NOTHING).settled().content();
    }

    /** Whether no write is in flight, so that it is known what must be there. */
    synchronized boolean isSettled(String path) {
        return entries.getOrDefault(path, NOTHING).inFlight().isEmpty();
    }

    synchronized void acknowledged(String path, Optional<String> content) {
        entries.put(path, new Entry(new Version(content), Optional.empty()));
    }

    /** A write got no answer. */
    synchronized void unanswered(String path, Optional<String> content) {
        entries.put(path, new Entry(entries.getOrDefault(path, NOTHING).settled(), Optional.of(new Version(content))));
    }

    /** Holds what is there against what may be, which is that from now on. */
    synchronized void found(String path, Optional<String> content) {
        Entry entry = entries.getOrDefault(path, NOTHING);
        Version there = new Version(content);
        boolean isNew = entry.inFlight().filter(there::equals).isPresent();
        if (isNew || there.equals(entry.settled())) {
            entry.inFlight().ifPresent(version -> flights.ended(isNew));
        } else {
            findings.add("%s: %s, and not what was acknowledged, %s%s"
                    .formatted(
                            path,
                            told(there),
                            told(entry.settled()),
                            entry.inFlight()
                                    .map(version -> ", nor what was in flight, " + told(version))
                                    .orElse("")));
        }
        entries.put(path, new Entry(there, Optional.empty()));
    }

    private static String told(Version version) {
        return version.content()
                .map(text -> text.length() + " bytes with the hash " + Integer.toHexString(text.hashCode()))
                .orElse("nothing");
    }
}
