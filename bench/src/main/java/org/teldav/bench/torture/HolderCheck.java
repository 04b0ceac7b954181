package org.teldav.bench.torture;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What became of a holder's cards, by the JSON API. Thread-safe. */
record HolderCheck(World world) {
    private static final int MOST = 10_000;

    /** A card that only the server writes, while it may be writing it. */
    void card(Node.Running node, HeldCard card) throws InterruptedException {
        String content = cards(node, card.user()).get(card.name());
        card.found(Optional.ofNullable(content), world.findings(), world.flights());
    }

    private Map<String, String> cards(Node.Running node, String user) throws InterruptedException {
        Map<String, String> cards = new HashMap<>();
        JsonNode page = world.wire().api(node, "users/" + user + "/books/contacts/cards?after=0");
        add(page, cards);
        while (page.hasNonNull("next")) {
            page = world.wire()
                    .api(
                            node,
                            "users/" + user + "/books/contacts/cards?after="
                                    + page.path("next").asLong());
            add(page, cards);
        }
        return cards;
    }

    private static void add(JsonNode page, Map<String, String> cards) {
        for (JsonNode card : page.path("cards")) {
            byte[] content = Base64.getDecoder().decode(card.path("content").asText());
            cards.put(card.path("name").asText(), new String(content, StandardCharsets.ISO_8859_1));
        }
    }

    /**
     * Once all changes are done: each card has the last number, and each change is in the journal and in the card's history once.
     *
     * @param changes ids of each changer's, in the order of the edits
     */
    void end(Node.Running node, List<HeldCard> cardsOfOne, List<List<Long>> changes) throws InterruptedException {
        String user = cardsOfOne.get(0).user();
        Map<String, String> there = cards(node, user);
        Map<String, List<Long>> lines = lines(node, user);
        for (HeldCard card : cardsOfOne) {
            List<Long> all = changes.get(card.changer());
            Optional<HeldCard.State> state =
                    card.found(Optional.ofNullable(there.get(card.name())), world.findings(), world.flights());
            if (state.isPresent()) {
                world.findings()
                        .check(
                                state.get().number() == all.size(),
                                "%s has the changer's number %d, and the last one is %d",
                                card.path(),
                                state.get().number(),
                                all.size());
                once(node, card, lines.getOrDefault(card.name(), List.of()), all);
            }
        }
    }

    private void once(Node.Running node, HeldCard card, List<Long> lines, List<Long> all) throws InterruptedException {
        Set<Long> different = new HashSet<>(lines);
        world.findings()
                .check(different.size() == lines.size(), "%s was rewritten twice by a change: %s", card.path(), lines);
        world.findings()
                .check(
                        card.isLate() ? all.containsAll(different) : different.equals(Set.copyOf(all)),
                        "%s was rewritten by the changes %s of %s",
                        card.path(),
                        lines,
                        all);
        int versions = world.wire()
                .api(node, "users/" + card.user() + "/books/contacts/history/" + card.name())
                .path("versions")
                .size();
        world.findings()
                .check(
                        versions == 1 + card.edits() + lines.size(),
                        "%s has had %d versions, by %d edits and %d rewrites",
                        card.path(),
                        versions,
                        card.edits(),
                        lines.size());
    }

    /** The changes that rewrote each card, by the journal. */
    private Map<String, List<Long>> lines(Node.Running node, String user) throws InterruptedException {
        Map<String, List<Long>> lines = new TreeMap<>();
        for (JsonNode line : world.wire()
                .api(node, "users/" + user + "/journal?limit=" + MOST)
                .path("journal")) {
            String card = line.path("card").asText();
            world.findings()
                    .check(
                            line.path("state").asText().equals("done"),
                            "%s was left by change %d: %s",
                            People.book(user) + card,
                            line.path("change").asLong(),
                            line.path("reason").asText());
            lines.computeIfAbsent(card, fresh -> new java.util.ArrayList<>())
                    .add(line.path("change").asLong());
        }
        return lines;
    }
}
