package org.teldav.push;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.teldav.storage.DuePush;

/**
 * What waits for each push service, and how much of it is on its way: one that is slow or dead holds up only its own. One that was silent gets one message
 * at a time until it answers. Not thread-safe: the worker's.
 */
final class Lanes {
    /** So many silences in a row, and what waits is put off. */
    private static final int SILENCES = 3;

    private final int width;
    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private int size;

    Lanes(int width) {
        this.width = width;
    }

    /** @param until when the lease ends */
    record Waiting(DuePush push, Instant until) {}

    private static final class Lane {
        private final Deque<Waiting> waiting = new ArrayDeque<>();
        private int flying;
        private int silences;
    }

    /** How many wait or are on their way. */
    int size() {
        return size;
    }

    void add(Waiting waiting) {
        lanes.computeIfAbsent(host(waiting.push()), host -> new Lane()).waiting.add(waiting);
        size++;
    }

    /** Takes what may go now: all of it counts as on its way, until it is {@link #done} or {@link #dropped}. */
    List<Waiting> ready() {
        List<Waiting> ready = new ArrayList<>();
        for (Lane lane : lanes.values()) {
            while (lane.flying < (lane.silences > 0 ? 1 : width) && !lane.waiting.isEmpty()) {
                ready.add(lane.waiting.remove());
                lane.flying++;
            }
        }
        return ready;
    }

    /** It has landed, or was never sent, which tells nothing of the push service. */
    void dropped(DuePush push) {
        Lane lane = lanes.get(host(push));
        lane.flying--;
        size--;
        if (lane.flying == 0 && lane.waiting.isEmpty()) {
            lanes.remove(host(push));
        }
    }

    /** It has landed. @return what waited behind it and is to be put off, since nobody answers there */
    List<DuePush> done(DuePush push, boolean isSilent) {
        Lane lane = lanes.get(host(push));
        lane.silences = isSilent ? lane.silences + 1 : 0;
        List<DuePush> putOff = List.of();
        if (lane.silences >= SILENCES) {
            putOff = lane.waiting.stream().map(Waiting::push).toList();
            lane.waiting.clear();
            size -= putOff.size();
        }
        dropped(push);
        return putOff;
    }

    /** Empties all lanes of what is not on its way. */
    List<DuePush> clear() {
        List<DuePush> left = new ArrayList<>();
        lanes.values().forEach(lane -> {
            lane.waiting.forEach(waiting -> left.add(waiting.push()));
            lane.waiting.clear();
        });
        lanes.values().removeIf(lane -> lane.flying == 0);
        size -= left.size();
        return left;
    }

    /** All that can't be asked share one. */
    private static String host(DuePush push) {
        try {
            String authority =
                    URI.create(push.subscription().target().resource()).getRawAuthority();
            return authority == null ? "" : authority.toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
