package org.teldav.web.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teldav.accounts.RefusedException;
import org.teldav.storage.Principal;
import org.teldav.storage.Sessions;
import org.teldav.web.ApiAnswer;
import org.teldav.web.ApiCaller;
import org.teldav.web.Json;

/** One request of a browser: who asks, in which language, and how it is answered. What templates see is public. Used by one thread. */
public final class Page {
    private static final Logger AUDIT = LoggerFactory.getLogger("org.teldav.audit");
    private static final List<String[]> ROOMS = List.of(
            new String[] {"/numbers", "nav.numbers"},
            new String[] {"/journal", "nav.journal"},
            new String[] {"/contacts", "nav.contacts"},
            new String[] {"/choices", "nav.choices"},
            new String[] {"/devices", "nav.devices"},
            new String[] {"/account", "nav.account"});
    private static final List<String[]> ADMINISTRATORS_ROOMS = Stream.concat(
                    ROOMS.stream(), Stream.<String[]>of(new String[] {"/admin", "nav.admin"}))
            .toList();

    private final PageTools tools;
    private final PageRequest request;
    private final Messages words;
    private final Cookies cookies;
    private final Optional<Sessions.Session> session;
    private final Map<String, String> parts;
    private final LongConsumer room;

    private Page(
            PageTools tools,
            PageRequest request,
            Messages words,
            Cookies cookies,
            Optional<Sessions.Session> session,
            Map<String, String> parts,
            LongConsumer room) {
        this.tools = tools;
        this.request = request;
        this.words = words;
        this.cookies = cookies;
        this.session = session;
        this.parts = parts;
        this.room = room;
    }

    /** @param room as {@link ApiCaller#room} */
    static Page of(PageTools tools, PageRequest request, LongConsumer room) {
        Cookies cookies = Cookies.of(request);
        return new Page(
                tools,
                request,
                Messages.of(request.languages()),
                cookies,
                cookies.token().flatMap(tools.sessions()::find),
                Map.of(),
                room);
    }

    /** @param found what the braces of the route stood for */
    Page with(Map<String, String> found) {
        return new Page(tools, request, words, cookies, session, found, room);
    }

    /** The same, with what the body of the request holds. */
    public Page filled(Map<String, List<String>> form, Map<String, byte[]> files) {
        return new Page(tools, request.filled(form, files), words, cookies, session, parts, room);
    }

    public PageRequest request() {
        return request;
    }

    /** The words under the key. */
    public String t(String key, Object... arguments) {
        return words.text(key, arguments);
    }

    public Messages words() {
        return words;
    }

    /** Where a file of the page is. */
    public String asset(String name) {
        return tools.assets().path(name);
    }

    /** What each form sends along, so that no other site can send it. */
    public String formToken() {
        return cookies.formToken();
    }

    /** The user, where everything asked for has been proved. */
    public Optional<Principal.User> user() {
        return session.filter(Sessions.Session::complete).map(Sessions.Session::user);
    }

    /** Of the user, who is there. */
    public String name() {
        return user().orElseThrow().name();
    }

    /** Whether all is open to the user. */
    public boolean isAdministrator() {
        return user().filter(Principal.User::admin).isPresent();
    }

    /** Whether this is the part of the page that is shown. @param path its beginning, as {@code /numbers} */
    public boolean isAt(String path) {
        return request.path().equals(path) || request.path().startsWith(path + "/");
    }

    /** The parts of the page: each with its path and the key of its words. */
    public List<String[]> rooms() {
        return isAdministrator() ? ADMINISTRATORS_ROOMS : ROOMS;
    }

    /** How phones reach the server. */
    public String server() {
        return tools.address().get().orElse("");
    }

    /** What was done by the form before, in words. */
    public Optional<String> notice() {
        return request.parameter("done")
                .map(done -> "done." + done)
                .filter(words::has)
                .map(words::text);
    }

    Optional<Sessions.Session> session() {
        return session;
    }

    Cookies cookies() {
        return cookies;
    }

    /** What stood in the path for the braces. */
    String part(String name) {
        String part = parts.get(name);
        if (part == null) {
            throw new IllegalStateException("the route has no {" + name + "}");
        }
        return part;
    }

    boolean isOwnForm() {
        byte[] sent = request.raw("form").getBytes(StandardCharsets.US_ASCII);
        return !request.foreign()
                && cookies.isKnown()
                && MessageDigest.isEqual(sent, formToken().getBytes(StandardCharsets.US_ASCII));
    }

    /** Tells the audit log what is not done through the API, in the API's words. @param path below {@code users/NAME/} */
    static void audit(Principal.User user, String method, String path) {
        AUDIT.info("{} {} users/{}/{}", user.name(), method, user.name(), path);
    }

    /** Tells the audit log of a code that was wrong, as of a wrong password. */
    void auditWrongCode(Principal.User user) {
        AUDIT.info("login failed: {} from {}", user.name(), request.address());
    }

    /** Asks the API as this user. @param path below {@code /api/users/NAME/}, encoded; begins with no slash */
    ApiAnswer ask(String method, String path, ObjectNode body) {
        return api(method, "/api/users/" + encoded(name()) + "/" + path, null, body);
    }

    /** What the API has of this user. @throws PageException where it refuses */
    JsonNode get(String path) {
        String[] split = path.split("\\?", 2);
        String own = "/api/users/" + encoded(name()) + (split[0].isEmpty() ? "" : "/" + split[0]);
        return good(api("GET", own, split.length > 1 ? split[1] : null, Json.object()));
    }

    /** Asks the API for what is not this user's. @param path begins with {@code /api/} @param query null for none */
    ApiAnswer api(String method, String path, @Nullable String query, ObjectNode body) {
        return tools.api().answer(caller(), method, path, query, Json.bytes(body));
    }

    /** @throws PageException where the API refused */
    JsonNode good(ApiAnswer answer) {
        if (answer.status() >= 400) {
            throw new PageException(answer.status(), message(answer));
        }
        return answer.body();
    }

    /** Why the API refused, in the page's language where there are words for it. */
    String message(ApiAnswer answer) {
        List<String> arguments = new ArrayList<>();
        answer.body().path("arguments").forEach(argument -> arguments.add(argument.asText()));
        return message(
                answer.body().path("code").asText(),
                arguments,
                answer.body().path("error").asText());
    }

    /** As {@link #message(ApiAnswer)}. */
    String message(RefusedException refused) {
        return message(refused.code(), refused.arguments(), String.valueOf(refused.getMessage()));
    }

    private String message(String code, List<String> arguments, String otherwise) {
        String key = "error." + code;
        Object[] told = arguments.toArray();
        if (Set.of("card-invalid", "version-invalid").contains(code) && told.length > 0) {
            told[0] = words.said(arguments.get(0));
        }
        return !code.isEmpty() && words.has(key) ? words.text(key, told) : t("error.other", otherwise);
    }

    private ApiCaller caller() {
        return new ApiCaller(name(), isAdministrator(), room);
    }

    /** A segment of a path, or a value of a query. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Shows a template. @param model by the names of its parameters, beside {@code page} */
    PageAnswer show(String template, Map<String, Object> model) {
        return show(200, template, model);
    }

    PageAnswer show(int status, String template, Map<String, Object> model) {
        Map<String, Object> all = new HashMap<>(model);
        all.put("page", this);
        return PageAnswer.html(status, PageTools.render(template, all));
    }

    PageAnswer error(int status, String message) {
        return show(status, "error", Map.of("status", status, "message", message));
    }

    /** After a form: to a page that says what was done. @param done a key below {@code done.} */
    PageAnswer done(String path, String done) {
        return PageAnswer.seeOther(path + (path.contains("?") ? "&" : "?") + "done=" + done);
    }

    /** And back, where there is a page to come back to. Who has sent a form is told that it was not done, but for who is out as they wanted. */
    PageAnswer toSignIn() {
        boolean looking = request.method().equals("GET");
        String there = SignInPages.thence("/sign-in", looking ? whole() : room());
        if (request.partial()) {
            return PageAnswer.nothing().with("HX-Redirect", there);
        }
        return looking || isAt("/sign-out") ? PageAnswer.seeOther(there) : done(there, "not-done");
    }

    /** The address that was asked for; of a piece that htmx asks for, that of the page that it is a piece of. */
    private String whole() {
        String path = request.path().equals("/numbers/check") ? "/numbers/change" : request.path();
        String written = Stream.of(path.replaceFirst("/progress$", "").split("/", -1))
                .map(segment -> encoded(segment).replace("%25", "%"))
                .collect(Collectors.joining("/"));
        String query = new TreeMap<>(request.query())
                .entrySet().stream()
                        .map(one -> encoded(one.getKey()) + "=" + encoded(one.getValue()))
                        .collect(Collectors.joining("&"));
        return query.isEmpty() ? written : written + "?" + query;
    }

    /** After a form: the part of the page that it is in, since a GET may not answer where a form is sent to. */
    private String room() {
        return ADMINISTRATORS_ROOMS.stream()
                .map(room -> room[0])
                .filter(this::isAt)
                .findFirst()
                .orElse("/");
    }

    PageAnswer withCookies(PageAnswer answer) {
        return cookies.set(answer);
    }
}
