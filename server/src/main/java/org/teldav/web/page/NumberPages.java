package org.teldav.web.page;

import java.util.List;
import java.util.Map;

/** <em>My numbers</em>: what the own card has, and how it is changed. */
final class NumberPages {
    List<Pages.Route> routes() {
        return List.of(
                Pages.Route.get("/", page -> PageAnswer.seeOther("/numbers")),
                Pages.Route.get("/numbers", this::numbers));
    }

    private PageAnswer numbers(Page page) {
        return page.show("numbers", Map.of("user", page.get("")));
    }
}
