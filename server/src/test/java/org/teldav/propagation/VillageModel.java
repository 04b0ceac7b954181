package org.teldav.propagation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What rules 1 to 9 of propagation.md come to, said as simply as it can be: everybody has a CELL and a WORK number, and some HOME numbers that come and go.
 * All cards are read through, and there are no crashes, no index and no transactions. No time passes but the order of things, and the grace time (rule 2)
 * is never over.
 */
final class VillageModel {
    /** @param about a user, or -1 */
    record Entry(String key, int about) {}

    record Claim(int user, boolean verified, boolean waiting, boolean open, int began, int ended) {}

    record Change(int user, Map<String, String> pairs, Map<String, Boolean> proved, Set<Integer> audience) {}

    final List<List<String>> own = new ArrayList<>();
    final List<List<String>> homes = new ArrayList<>();
    /** By user: HOME numbers that nothing has replaced, of the newest edit first, and whether they were proved. */
    private final List<LinkedHashMap<String, Boolean>> withdrawn = new ArrayList<>();

    /** By holder and subject. */
    final Map<List<Integer>, List<Entry>> contacts = new HashMap<>();

    final List<Set<Integer>> groups = new ArrayList<>();
    /** By contact: whose numbers changes left in it, wherever its card is. */
    private final Map<List<Integer>, Map<String, Integer>> written = new HashMap<>();

    private final Map<String, List<Claim>> claims = new HashMap<>();
    private final List<Change> pending = new ArrayList<>();
    private final List<Change> waiting = new ArrayList<>();
    private final List<Change> settling = new ArrayList<>();
    private final boolean settles;
    private int steps;

    /** @param settles whether changes go out only with {@link #goOut} */
    VillageModel(boolean settles) {
        this.settles = settles;
    }

    int user(String cell, String work, List<String> home) {
        own.add(Arrays.asList(cell, work));
        homes.add(home);
        withdrawn.add(new LinkedHashMap<>());
        int user = own.size() - 1;
        Stream.concat(own.get(user).stream(), home.stream()).forEach(key -> claim(user, key, true, false));
        return user;
    }

    /** The user's CELL (0) or WORK (1) becomes another number, which is not in their card yet. */
    void replace(int user, int slot, String key) {
        String old = own.get(user).set(slot, key);
        Map<String, Boolean> proved = new HashMap<>(Map.of(old, proves(user, old)));
        end(user, old);
        open(user, key);
        Map<String, String> pairs = new LinkedHashMap<>(Map.of(old, key));
        List<Change> held = Stream.concat(waiting.stream(), settling.stream())
                .filter(change -> change.user() == user)
                .filter(change ->
                        change.pairs().containsValue(old) || change.pairs().containsKey(key))
                .toList();
        if (!held.isEmpty()) {
            waiting.removeAll(held);
            settling.removeAll(held);
            Map<String, String> before = new LinkedHashMap<>();
            held.forEach(change -> before.putAll(change.pairs()));
            held.forEach(change -> proved.putAll(change.proved()));
            pairs = composed(before, old, key, own.get(user));
            before.values().stream().filter(own.get(user)::contains).forEach(each -> weighAgain(user, each));
        }
        send(new Change(user, pairs, proved, mates(user)));
    }

    /** A → V waited, and now V → C: A → C. B → A, while A → V waits: B → V. */
    private static Map<String, String> composed(Map<String, String> held, String old, String key, List<String> now) {
        Map<String, String> pairs = new LinkedHashMap<>(held);
        Set<String> gone = new LinkedHashSet<>(held.keySet());
        Set<String> come = new LinkedHashSet<>(held.values());
        if (!come.remove(old)) {
            gone.add(old);
        }
        if (!gone.remove(key)) {
            come.add(key);
        }
        gone.removeIf(now::contains);
        come.removeIf(each -> !now.contains(each));
        pairs.keySet().retainAll(gone);
        pairs.values().retainAll(come);
        gone.removeAll(pairs.keySet());
        come.removeAll(pairs.values());
        if (!gone.isEmpty() && !come.isEmpty()) {
            pairs.put(gone.iterator().next(), come.iterator().next());
        }
        return pairs;
    }

    /**
     * The user's HOME numbers become these, by one edit. What went in one step and came in another is paired as if it had been one; what is back had never
     * been away, unless it is the only one that comes, and one goes.
     */
    void homes(int user, List<String> now) {
        List<String> before = homes.set(user, List.copyOf(now));
        List<String> gone = new ArrayList<>(before);
        gone.removeAll(now);
        List<String> come = new ArrayList<>(now);
        come.removeAll(before);
        Map<String, Boolean> earlier = withdrawn.get(user);
        Map<String, Boolean> proved = new HashMap<>(earlier);
        gone.forEach(key -> proved.put(key, proves(user, key)));
        gone.forEach(key -> end(user, key));
        come.forEach(key -> open(user, key));
        boolean one = gone.size() == 1 && come.size() == 1;
        come.removeIf(key -> earlier.containsKey(key) && !one);
        now.forEach(earlier::remove);
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String old : List.copyOf(gone)) {
            int place = before.indexOf(old);
            if (place < now.size() && come.contains(now.get(place))) {
                pair(pairs, gone, old, come, now.get(place));
            }
        }
        while (!gone.isEmpty() && !come.isEmpty()) {
            pair(pairs, gone, gone.get(0), come, come.get(0));
        }
        List<String> waiting = new ArrayList<>(earlier.keySet());
        while (!waiting.isEmpty() && !come.isEmpty()) {
            earlier.remove(waiting.get(0));
            pair(pairs, waiting, waiting.get(0), come, come.get(0));
        }
        LinkedHashMap<String, Boolean> next = new LinkedHashMap<>();
        gone.forEach(key -> next.put(key, proved.get(key)));
        next.putAll(earlier);
        withdrawn.set(user, next);
        send(new Change(user, pairs, proved, mates(user)));
    }

    private static void pair(Map<String, String> pairs, List<String> gone, String old, List<String> come, String key) {
        pairs.put(old, key);
        gone.remove(old);
        come.remove(key);
    }

    void swap(int user) {
        List<String> card = own.get(user);
        String cell = card.get(0);
        String work = card.get(1);
        card.set(0, work);
        card.set(1, cell);
        send(new Change(
                user,
                Map.of(cell, work, work, cell),
                Map.of(cell, proves(user, cell), work, proves(user, work)),
                mates(user)));
    }

    boolean isHeld(int user) {
        return Stream.concat(waiting.stream(), settling.stream()).anyMatch(change -> change.user() == user);
    }

    /** Because a number of theirs is somebody else's. */
    boolean isWaiting(int user) {
        return waiting.stream().anyMatch(change -> change.user() == user);
    }

    /** To those who are in the groups by now. */
    void goOut() {
        settling.forEach(change ->
                pending.add(new Change(change.user(), change.pairs(), change.proved(), mates(change.user()))));
        settling.clear();
    }

    private void send(Change change) {
        if (change.pairs().values().stream().anyMatch(key -> waits(change.user(), key))) {
            waiting.add(change);
        } else if (settles) {
            settling.add(change);
        } else {
            pending.add(change);
        }
    }

    /** All that is to be done is done. */
    void propagate() {
        pending.forEach(this::propagate);
        pending.clear();
    }

    private void propagate(Change change) {
        contacts.forEach((who, entries) -> {
            if (change.audience().contains(who.get(0)) && who.get(0) != change.user()) {
                rewrite(change, entries, written.computeIfAbsent(who, none -> new HashMap<>()));
            }
        });
    }

    private void rewrite(Change change, List<Entry> entries, Map<String, Integer> left) {
        List<Entry> before = List.copyOf(entries);
        List<Entry> leaving = new ArrayList<>(
                before.stream().filter(entry -> concerns(change, entry)).toList());
        Set<String> stay = new HashSet<>();
        do {
            before.stream().filter(entry -> !leaving.contains(entry)).forEach(entry -> stay.add(entry.key()));
        } while (leaving.removeIf(entry -> isStuck(change, entry, stay)));
        entries.clear();
        leaving.forEach(entry -> left.remove(entry.key(), change.user()));
        for (Entry entry : before) {
            if (!leaving.contains(entry)) {
                entries.add(entry);
            } else if (!stay.contains(change.pairs().get(entry.key()))) {
                entries.add(new Entry(change.pairs().get(entry.key()), change.user()));
                left.put(change.pairs().get(entry.key()), change.user());
            }
        }
    }

    /** It would change places with one that stays. */
    private static boolean isStuck(Change change, Entry entry, Set<String> stay) {
        String now = change.pairs().get(entry.key());
        return change.pairs().containsKey(now) && stay.contains(now);
    }

    private boolean concerns(Change change, Entry entry) {
        return change.pairs().containsKey(entry.key())
                && (entry.about() == change.user()
                        || entry.about() == -1
                                && change.proved().getOrDefault(entry.key(), false)
                                && onlyOf(change.user(), entry.key()));
    }

    /** A holder puts a card: of an entry that was in it, what was known is known still; of one that was deleted, what changes left in it. */
    void contact(int holder, int subject, List<String> keys) {
        Map<String, Integer> known = new HashMap<>();
        List<Integer> who = List.of(holder, subject);
        if (contacts.containsKey(who)) {
            contacts.get(who).forEach(entry -> known.put(entry.key(), entry.about()));
        } else {
            written.getOrDefault(who, Map.of()).forEach((key, user) -> known.put(key, onlyOf(user, key) ? user : -1));
        }
        contacts.put(
                List.of(holder, subject),
                new ArrayList<>(keys.stream()
                        .map(key -> new Entry(key, known.getOrDefault(key, -1)))
                        .toList()));
    }

    private Set<Integer> mates(int user) {
        Set<Integer> mates = new HashSet<>();
        groups.stream().filter(group -> group.contains(user)).forEach(mates::addAll);
        return mates;
    }

    private boolean proves(int user, String key) {
        return of(key).stream().anyMatch(claim -> claim.user() == user && claim.open() && claim.verified())
                && onlyOf(user, key);
    }

    private boolean onlyOf(int user, String key) {
        int gone = of(key).stream()
                .filter(claim -> claim.user() == user)
                .reduce((a, b) -> b)
                .filter(claim -> !claim.open())
                .map(Claim::ended)
                .orElse(Integer.MAX_VALUE);
        return of(key).stream()
                .filter(claim -> claim.user() != user)
                .noneMatch(claim -> claim.verified() || !claim.waiting() && claim.began() >= gone);
    }

    private boolean waits(int user, String key) {
        return of(key).stream().anyMatch(claim -> claim.user() == user && claim.open() && claim.waiting());
    }

    private void open(int user, String key) {
        boolean others = of(key).stream().anyMatch(claim -> claim.user() != user && claim.open() && claim.verified());
        int ended = of(key).stream()
                .filter(claim -> claim.user() == user)
                .reduce((a, b) -> b)
                .filter(Claim::verified)
                .map(Claim::ended)
                .orElse(Integer.MAX_VALUE);
        boolean back = of(key).stream()
                .filter(claim -> claim.user() != user)
                .allMatch(claim -> claim.began() < ended && (!claim.open() || claim.waiting()));
        claim(user, key, !others && back && ended != Integer.MAX_VALUE, others);
    }

    private void weighAgain(int user, String key) {
        boolean others = of(key).stream().anyMatch(claim -> claim.user() != user && claim.open() && claim.verified());
        if (!others) {
            of(key).replaceAll(claim -> claim.user() == user && claim.open() && claim.waiting()
                    ? new Claim(user, false, false, true, claim.began(), 0)
                    : claim);
        }
    }

    private void claim(int user, String key, boolean verified, boolean waits) {
        of(key).add(new Claim(user, verified, waits, true, steps, 0));
    }

    private void end(int user, String key) {
        steps++;
        of(key).replaceAll(claim -> claim.user() == user && claim.open()
                ? new Claim(user, claim.verified(), claim.waiting(), false, claim.began(), steps)
                : claim);
    }

    private List<Claim> of(String key) {
        return claims.computeIfAbsent(key, none -> new ArrayList<>());
    }
}
