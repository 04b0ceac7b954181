package org.teldav.web.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Whom a user can ask for what only an administrator can do. */
final class Administrators {
    private static final int MOST = 5;

    private Administrators() {}

    /** A sentence that names those of the user's groups; empty for who is one. */
    static String toAsk(Page page) {
        if (page.isAdministrator()) {
            return "";
        }
        List<String> names = new ArrayList<>();
        for (JsonNode name : page.get("administrators").path("administrators")) {
            names.add(name.asText());
        }
        return names.isEmpty()
                ? page.t("numbers.ask.nobody")
                : page.t("numbers.ask", String.join(", ", names.subList(0, Math.min(MOST, names.size()))));
    }
}
