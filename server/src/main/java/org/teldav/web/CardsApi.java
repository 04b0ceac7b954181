package org.teldav.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.teldav.accounts.Users;
import org.teldav.storage.Card;
import org.teldav.storage.Principal;
import org.teldav.storage.Store;
import org.teldav.storage.StoredCard;

/** Many cards at a time, in and out. */
final class CardsApi {
    private static final int PAGE = 250;
    private static final int PAGE_BYTES = 1 << 20;

    private final Store store;
    private final Users users;
    private final CardImport imports;

    CardsApi(Store store, Users users, CardImport imports) {
        this.store = store;
        this.users = users;
        this.imports = imports;
    }

    List<Api.Route> routes() {
        return List.of(
                Api.Route.own("POST", "users/{user}/books/{book}/cards", this::add)
                        .taking("cards", "duplicates"),
                Api.Route.own("GET", "users/{user}/books/{book}/cards", this::page));
    }

    private ApiAnswer add(ApiRequest request) {
        Principal.User user = users.find(request.path().get(1));
        JsonNode cards = request.body().path("cards");
        if (!cards.isArray()) {
            throw new ApiException(400, "'cards' has to be a list of cards in base64");
        }
        List<byte[]> contents = new ArrayList<>();
        for (JsonNode card : cards) {
            contents.add(content(card));
        }
        CardImport.Duplicates duplicates =
                request.optionalText("duplicates").map(CardsApi::duplicates).orElse(CardImport.Duplicates.REPLACE);
        ArrayNode results = imports.store(user, request.path().get(3), contents, duplicates);
        return ApiAnswer.ok(Json.object().set("results", results));
    }

    private static CardImport.Duplicates duplicates(String word) {
        return switch (word) {
            case "replace" -> CardImport.Duplicates.REPLACE;
            case "skip" -> CardImport.Duplicates.SKIP;
            case "keep" -> CardImport.Duplicates.KEEP;
            default -> throw new ApiException(400, "'duplicates' has to be replace, skip or keep");
        };
    }

    private static byte[] content(JsonNode card) {
        try {
            byte[] content = card.binaryValue();
            if (content != null) {
                return content;
            }
        } catch (IOException e) {
            throw new ApiException(400, "a card is not in base64", e);
        }
        throw new ApiException(400, "a card is not in base64");
    }

    private ApiAnswer page(ApiRequest request) {
        Principal.User user = users.find(request.path().get(1));
        String name = request.path().get(3);
        long after = request.number("after", 0, Long.MAX_VALUE);
        List<Card> page = store.read(tx ->
                fitting(tx.cards().page(CardPath.book(tx, user, name).id(), after, PAGE)));
        CardRoom.largest(request, page);
        ObjectNode answer = Json.object();
        answer.set("cards", Json.list(store.read(tx -> tx.cards().read(page)), CardsApi::view));
        if (!page.isEmpty()) {
            answer.put("next", page.get(page.size() - 1).id().number());
        }
        return ApiAnswer.ok(answer);
    }

    /** The first of the cards, as many as can be read at once. */
    static List<Card> fitting(List<Card> cards) {
        long bytes = 0;
        int count = 0;
        while (count < cards.size() && (count == 0 || bytes + cards.get(count).size() <= PAGE_BYTES)) {
            bytes += cards.get(count++).size();
        }
        return cards.subList(0, count);
    }

    private static ObjectNode view(StoredCard stored) {
        return Json.object()
                .put("name", stored.card().name())
                .put("uid", stored.card().uid())
                .put("content", stored.content());
    }
}
