package org.teldav.web.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.teldav.web.ApiAnswer;
import org.teldav.web.Json;

/** A number is changed in three steps: the new one, what will come of it, and the change on its way. */
final class NumberChangePages {
    private final UnaryOperator<String> written;

    /** @param written makes text for people of a number's key */
    NumberChangePages(UnaryOperator<String> written) {
        this.written = written;
    }

    List<Pages.Route> routes() {
        return List.of(
                Pages.Route.get("/numbers/change", this::form),
                Pages.Route.get("/numbers/check", this::check),
                Pages.Route.post("/numbers/preview", this::preview),
                Pages.Route.post("/numbers/change", this::change),
                Pages.Route.get("/numbers/changes/{id}", page -> show(page, 200, "")),
                Pages.Route.get("/numbers/changes/{id}/progress", this::progress),
                Pages.Route.post("/numbers/changes/{id}/code", this::code),
                Pages.Route.post("/numbers/changes/{id}/confirm", this::confirm),
                Pages.Route.post("/numbers/changes/{id}/cancel", this::cancel),
                Pages.Route.post("/numbers/changes/{id}/retract", this::retract));
    }

    /**
     * What was typed. Public for the templates.
     *
     * @param at local time as browsers send it, empty for at once
     * @param until the same, empty for good
     */
    public record Typed(String from, String to, String at, String until) {
        private static Typed of(Function<String, Optional<String>> field) {
            return new Typed(text(field, "old"), text(field, "new"), text(field, "at"), text(field, "until"));
        }

        private static String text(Function<String, Optional<String>> field, String name) {
            return field.apply(name).orElse("");
        }

        /** @throws DateTimeException where a time is none */
        private ObjectNode body() {
            ObjectNode body = Json.object().put("old", from).put("new", to);
            if (!at.isEmpty()) {
                body.put("at", instant(at));
            }
            if (!until.isEmpty()) {
                body.put("until", instant(until));
            }
            return body;
        }

        private static String instant(String local) {
            return LocalDateTime.parse(local)
                    .atZone(ZoneId.systemDefault())
                    .toInstant()
                    .toString();
        }
    }

    private PageAnswer form(Page page) {
        Typed typed = Typed.of(page.request()::parameter);
        return typed.from().isEmpty() ? PageAnswer.seeOther("/numbers") : form(page, 200, typed, "", false);
    }

    private PageAnswer form(Page page, Typed typed, ApiAnswer refused) {
        boolean untimely = refused.body().path("code").asText().startsWith("time-");
        return form(page, refused.status(), typed, page.message(refused), untimely);
    }

    /** @param untimely whether it is a time that is wrong, and not the number */
    private PageAnswer form(Page page, int status, Typed typed, String message, boolean untimely) {
        return page.show(
                status,
                "numberchange",
                Map.of(
                        "from", typed.from(),
                        "to", typed.to(),
                        "at", typed.at(),
                        "until", typed.until(),
                        "zone", ZoneId.systemDefault().getId(),
                        "written", written,
                        "message", message,
                        "untimely", untimely));
    }

    /** What the server makes of what is typed so far. */
    private PageAnswer check(Page page) {
        String typed = page.request().parameter("new").orElse("");
        return page.show("numbercheck", Map.of("typed", typed, "number", read(page, typed), "written", written));
    }

    /** The key of the number; empty where it is none for certain. */
    private static String read(Page page, String typed) {
        return page.ask("POST", "numbers/read", Json.object().put("number", typed))
                .body()
                .path("number")
                .asText();
    }

    private PageAnswer preview(Page page) {
        Typed typed = Typed.of(page.request()::field);
        if (read(page, typed.to()).isEmpty()) {
            return form(page, 400, typed, page.t("numbers.check.no"), false);
        }
        try {
            ApiAnswer answer = page.ask("POST", "numbers/preview", typed.body());
            return answer.status() >= 400 ? form(page, typed, answer) : preview(page, typed, answer.body());
        } catch (DateTimeException e) {
            return form(page, 400, typed, page.t("numbers.time.wrong"), true);
        }
    }

    private PageAnswer preview(Page page, Typed typed, JsonNode preview) {
        return page.show(
                "numberpreview",
                Map.of(
                        "preview", preview,
                        "to", typed.to(),
                        "at", typed.at(),
                        "until", typed.until(),
                        "times", typed.body(),
                        "back", path(typed),
                        "whom", isToAsk(page, preview) ? Administrators.toAsk(page) : "",
                        "written", written));
    }

    /** Whether an administrator could make more of the change. */
    private static boolean isToAsk(Page page, JsonNode preview) {
        return preview.path("waits_for").asText("").equals("administrator")
                || preview.path("reached").path("people").asLong() == 0
                        && !preview.path("proved").asBoolean()
                        && !preview.path("shared").asBoolean()
                        && !page.get("numbers/code").path("available").asBoolean();
    }

    /** To the form again, with all that was typed. */
    private static String path(Typed typed) {
        return "/numbers/change?old=" + Page.encoded(typed.from()) + "&new=" + Page.encoded(typed.to()) + "&at="
                + Page.encoded(typed.at()) + "&until=" + Page.encoded(typed.until());
    }

    private PageAnswer change(Page page) {
        Typed typed = Typed.of(page.request()::field);
        try {
            ApiAnswer answer = page.ask("POST", "numbers/change", typed.body());
            if (answer.status() >= 400) {
                return form(page, typed, answer);
            }
            return typed.at().isEmpty()
                    ? made(page, answer.body(), "number.changed")
                    : page.done("/numbers", "number.planned");
        } catch (DateTimeException e) {
            return form(page, 400, typed, page.t("numbers.time.wrong"), true);
        }
    }

    /** The own card may have changed without anybody to be told. */
    private static PageAnswer made(Page page, JsonNode answer, String done) {
        return answer.has("change")
                ? page.done("/numbers/changes/" + answer.path("change").asLong(), done)
                : page.done("/numbers", done);
    }

    private static String own(Page page) {
        return "changes/" + Page.encoded(page.part("id"));
    }

    private PageAnswer show(Page page, int status, String message) {
        JsonNode change = page.get(own(page));
        JsonNode claim = waiting(page, change);
        return page.show(
                status,
                "numberchanged",
                Map.of(
                        "change", change,
                        "claim", claim,
                        "seen", seen(change, claim),
                        "ask", toAsk(page, change),
                        "written", written,
                        "message", message));
    }

    /** The number whose code is awaited, as the API tells of it; missing for none. */
    private static JsonNode waiting(Page page, JsonNode change) {
        if (change.path("waits_for").asText("").equals("code")) {
            for (JsonNode claim : page.get("").path("numbers")) {
                for (JsonNode number : change.path("numbers")) {
                    if (claim.path("number").equals(number.path("new"))
                            && !claim.path("state").asText().equals("verified")) {
                        return claim;
                    }
                }
            }
        }
        return Json.object();
    }

    private static String toAsk(Page page, JsonNode change) {
        return change.path("waits_for").asText("").equals("administrator") ? Administrators.toAsk(page) : "";
    }

    /** What the page shows of the change. */
    private static String seen(JsonNode change, JsonNode claim) {
        return change.path("state").asText() + "-" + change.path("waits_for").asText("") + "-"
                + claim.path("code").asText("") + "-" + change.path("done").asText() + "-"
                + change.path("total").asText("");
    }

    /** Nothing for a browser that has it already: what doesn't change is not read out again. */
    private PageAnswer progress(Page page) {
        JsonNode change = page.get(own(page));
        JsonNode claim = waiting(page, change);
        String seen = seen(change, claim);
        return page.request().parameter("seen").filter(seen::equals).isPresent()
                ? PageAnswer.nothing()
                : page.show(
                        "progress",
                        Map.of(
                                "change",
                                change,
                                "claim",
                                claim,
                                "seen",
                                seen,
                                "ask",
                                toAsk(page, change),
                                "written",
                                written));
    }

    private PageAnswer code(Page page) {
        return proof(page, "numbers/code", Json.object(), "number.code");
    }

    private PageAnswer confirm(Page page) {
        String code = page.request().field("code").orElse("");
        return proof(page, "numbers/confirm", Json.object().put("code", code), "number.confirmed");
    }

    private PageAnswer proof(Page page, String what, ObjectNode body, String done) {
        body.put("number", page.request().field("number").orElse(""));
        return after(page, page.ask("POST", what, body), done);
    }

    private PageAnswer cancel(Page page) {
        return after(page, page.ask("POST", own(page) + "/cancel", Json.object()), "number.cancelled");
    }

    private PageAnswer after(Page page, ApiAnswer answer, String done) {
        return answer.status() < 400
                ? page.done("/numbers/" + own(page), done)
                : show(page, answer.status(), page.message(answer));
    }

    private PageAnswer retract(Page page) {
        ApiAnswer answer = page.ask("POST", own(page) + "/retract", Json.object());
        return answer.status() < 400
                ? made(page, answer.body(), "number.retracted")
                : show(page, answer.status(), page.message(answer));
    }
}
