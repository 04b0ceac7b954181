package org.teldav.web.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.teldav.DavAnswer;
import org.teldav.TestServer;
import org.teldav.Victim;
import org.teldav.accounts.GroupInvitations;
import org.teldav.accounts.SecondFactor;
import org.teldav.accounts.WebSessions;
import org.teldav.web.page.Pages.Access;

/** All pages there are, as {@link Pages} has them, each with what a form or an address of it says. */
final class PageRoutes {
    private static final String PLACE = "book={book}&card={card}&version={version}";
    private static final String MERGING = "book={book}&card={card}&other={twin}";
    private static final String NUMBERS = "old={number}&new=+1 415 555 0150";

    /** A page whose path and fields name nothing of anybody's has an empty text here. A page that is not here is one that nobody has thought of. */
    private static final Map<String, String> FIELDS = Map.<String, String>ofEntries(
            Map.entry("GET sign-in", ""),
            Map.entry("POST sign-in", "name={user}&password=guessed"),
            Map.entry("GET sign-in/code", ""),
            Map.entry("POST sign-in/code", "code=000000"),
            Map.entry("POST sign-in/code/cancel", ""),
            Map.entry("POST sign-out", ""),
            Map.entry("GET invited/{token}", ""),
            Map.entry("POST invited/{token}", "name=mallory-too&password=mallory was here&again=mallory was here"),
            Map.entry("GET ", ""),
            Map.entry("GET numbers", ""),
            Map.entry("POST numbers/code", "number={number}"),
            Map.entry("POST numbers/confirm", "number={number}&code=000000"),
            Map.entry("POST numbers/scheduled/{id}/cancel", ""),
            Map.entry("GET numbers/change", "old={number}&new={number}"),
            Map.entry("GET numbers/check", "new={number}"),
            Map.entry("POST numbers/preview", NUMBERS),
            Map.entry("POST numbers/change", NUMBERS),
            Map.entry("GET numbers/changes/{id}", ""),
            Map.entry("GET numbers/changes/{id}/progress", ""),
            Map.entry("POST numbers/changes/{id}/code", "number={number}"),
            Map.entry("POST numbers/changes/{id}/confirm", "number={number}&code=000000"),
            Map.entry("POST numbers/changes/{id}/cancel", ""),
            Map.entry("POST numbers/changes/{id}/retract", ""),
            Map.entry("GET journal", ""),
            Map.entry("POST journal/{id}/undo", ""),
            Map.entry("POST journal/{id}/accept", ""),
            Map.entry("POST journal/{id}/refuse", ""),
            Map.entry("GET choices", ""),
            Map.entry("POST choices", "audience=nobody"),
            Map.entry("POST choices/exception/remove", "book={book}"),
            Map.entry("POST choices/block", "name={other}"),
            Map.entry("POST choices/unblock", "name={other}"),
            Map.entry("POST choices/directory/show", "group={group}"),
            Map.entry("POST choices/directory/hide", "group={group}"),
            Map.entry("GET contacts", "q={card}"),
            Map.entry("GET contacts/card", PLACE),
            Map.entry("GET contacts/card/file", PLACE),
            Map.entry("GET contacts/card/delete", PLACE),
            Map.entry("POST contacts/card/delete", PLACE),
            Map.entry("GET contacts/card/history", PLACE),
            Map.entry("GET contacts/card/version", PLACE),
            Map.entry("POST contacts/card/restore", PLACE),
            Map.entry("GET contacts/card/edit", PLACE),
            Map.entry("POST contacts/card/edit", PLACE + "&name=Mallory"),
            Map.entry("GET contacts/duplicates", "book={book}"),
            Map.entry("GET contacts/merge", MERGING),
            Map.entry("POST contacts/merge", MERGING + "&version={version}&other_version={version}"),
            Map.entry("GET contacts/import", ""),
            Map.entry("POST contacts/import", "book={book}"),
            Map.entry("GET contacts/export", "book={book}"),
            Map.entry("GET devices", ""),
            Map.entry("POST devices", "label=mallory"),
            Map.entry("POST devices/profile", "password=aaaa-bbbb"),
            Map.entry("POST devices/{id}/remove", ""),
            Map.entry("GET account", ""),
            Map.entry("POST account/password", "current=guessed&password=mallory was here&again=mallory was here"),
            Map.entry("GET account/export", ""),
            Map.entry("POST account/second-factor", "current=guessed"),
            Map.entry("POST account/second-factor/confirm", "code=000000"),
            Map.entry("POST account/second-factor/recovery", "code=000000"),
            Map.entry("POST account/second-factor/off", "code=000000"),
            Map.entry("GET admin", ""),
            Map.entry("POST admin/changes/{word}", ""),
            Map.entry("POST admin/changes/{id}/{word}", ""),
            Map.entry("POST admin/claims", "user={user}&number={number}"),
            Map.entry("GET admin/users", ""),
            Map.entry("POST admin/users", "name=mallory-too&password=mallory was here"),
            Map.entry("GET admin/users/{user}", ""),
            Map.entry("POST admin/users/{user}/password", "password=mallory was here"),
            Map.entry("POST admin/users/{user}/full-name", "full_name=Mallory"),
            Map.entry("POST admin/users/{user}/disabled", "disabled=yes"),
            Map.entry("POST admin/users/{user}/second-factor", ""),
            Map.entry("GET admin/groups", ""),
            Map.entry("POST admin/groups", "name=mallorys"),
            Map.entry("GET admin/groups/{group}", ""),
            Map.entry("POST admin/groups/{group}/display-name", "display_name=Mallorys"),
            Map.entry("POST admin/groups/{group}/join", "user=mallory"),
            Map.entry("POST admin/groups/{group}/leave", "user={user}"),
            Map.entry("POST admin/groups/{group}/invite", ""),
            Map.entry("POST admin/groups/{group}/invitations/{id}/remove", ""));

    private PageRoutes() {}

    /** A request for a page. @param fields of its form, or of its query; with braces where they name something */
    record Visit(String method, List<String> pattern, Access access, String fields) {
        /** Whether anything of somebody's is named. */
        boolean names() {
            return (String.join("/", pattern) + fields).contains("{");
        }

        String path(Map<String, String> values) {
            String path = "/" + Victim.path(pattern, values);
            return method.equals("POST") || fields.isEmpty()
                    ? path
                    : path + "?"
                            + Victim.fill(fields, values, PageRoutes::encoded).replace(" ", "%20");
        }

        /** Names and values in turn. */
        String[] form(Map<String, String> values) {
            List<String> form = new ArrayList<>();
            for (String field : fields.isEmpty() ? new String[0] : fields.split("&")) {
                form.addAll(List.of(Victim.fill(field, values).split("=", 2)));
            }
            return form.toArray(String[]::new);
        }

        DavAnswer by(PageClient client, Map<String, String> values) {
            return method.equals("GET") ? client.get(path(values)) : client.post(path(values), form(values));
        }

        @Override
        public String toString() {
            return method + " /" + String.join("/", pattern);
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** Of this server, as its own code lists them. Fails where one is not known here. */
    static List<Visit> of(TestServer server) {
        Clock clock = Clock.systemUTC();
        SecondFactor secondFactor = new SecondFactor(
                server.store(),
                () -> {
                    throw new IllegalStateException("asked for its routes only");
                },
                clock);
        return tools(server, secondFactor, clock).pages().routes().stream()
                .map(PageRoutes::visit)
                .toList();
    }

    /** What the pages of this server work with; no password is right. */
    static PageTools tools(TestServer server, SecondFactor secondFactor, Clock clock) {
        return new PageTools(
                server.api(),
                new WebSessions(server.store(), clock),
                (name, password, address) -> Optional.empty(),
                Optional.empty(),
                server.users(),
                secondFactor,
                new GroupInvitations(server.store(), server.users(), clock),
                new Assets(),
                Optional.empty(),
                Optional::empty);
    }

    private static Visit visit(Pages.Route route) {
        String key = route.method() + " " + String.join("/", route.pattern());
        String fields = FIELDS.get(key);
        if (fields == null) {
            throw new AssertionError(key + " is a new page: say here what of somebody's its fields name");
        }
        return new Visit(route.method(), route.pattern(), route.access(), fields);
    }
}
