package org.teldav.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.teldav.accounts.RefusedException;
import org.teldav.accounts.Users;
import org.teldav.storage.UnstorableTextException;

/** Which request does what. Asks nobody who they are: see {@link GuardedApi}. Thread-safe. */
public final class Api {
    private static final Logger AUDIT = LoggerFactory.getLogger("org.teldav.audit");

    private static final Set<String> NAMED = Set.of("{user}", "{group}", "{other}", "{id}", "{version}");

    /** Whom a request for choices concerns beside the user: all are names of who, or what group, is there. */
    private static final Set<String> LISTS = Set.of("block", "unblock", "show_in", "hide_from");

    private final List<Route> routes;

    /**
     * @param pattern segments; one in braces stands for any
     * @param own whether the user named in the path may ask, too
     * @param told whether the audit log is told when a user does it, and not only when an administrator does
     * @param fields that its body may have
     */
    record Route(
            String method,
            List<String> pattern,
            boolean own,
            boolean told,
            List<String> fields,
            Function<ApiRequest, ApiAnswer> work) {
        /** For administrators only. */
        static Route of(String method, String pattern, Function<ApiRequest, ApiAnswer> work) {
            return new Route(method, List.of(pattern.split("/")), false, false, List.of(), work);
        }

        /** @param pattern begins with {@code users/{user}} */
        static Route own(String method, String pattern, Function<ApiRequest, ApiAnswer> work) {
            return new Route(method, List.of(pattern.split("/")), true, false, List.of(), work);
        }

        /** The same, for what opens the account to somebody or shuts somebody out. */
        Route asTold() {
            return new Route(method, pattern, own, true, fields, work);
        }

        /** The same, with these fields in its body; any other is refused, as what its sender wanted with it would not be done. */
        Route taking(String... more) {
            return new Route(method, pattern, own, told, List.of(more), work);
        }

        boolean isOpenTo(ApiCaller caller, List<String> path) {
            return caller.admin() || own && Users.names(path.get(1), caller.name());
        }

        boolean fits(List<String> path) {
            if (path.size() != pattern.size()) {
                return false;
            }
            for (int i = 0; i < path.size(); i++) {
                if (!pattern.get(i).startsWith("{") && !pattern.get(i).equals(path.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    Api(List<List<Route>> rooms) {
        List<Route> all = new ArrayList<>();
        rooms.forEach(all::addAll);
        this.routes = List.copyOf(all);
    }

    /** In no order. */
    List<Route> routes() {
        return routes;
    }

    /**
     * Does what is asked.
     *
     * @param rawPath begins with {@code /api}
     */
    public ApiAnswer answer(ApiCaller caller, String method, String rawPath, @Nullable String rawQuery, byte[] body) {
        try {
            return route(caller, ApiRequest.of(method, rawPath, rawQuery, body, caller.room()));
        } catch (ApiException e) {
            return ApiAnswer.error(e.status(), String.valueOf(e.getMessage()), e.code(), List.of());
        } catch (UnstorableTextException e) {
            return ApiAnswer.error(400, String.valueOf(e.getMessage()));
        } catch (RefusedException e) {
            return ApiAnswer.error(status(e.reason()), String.valueOf(e.getMessage()), e.code(), e.arguments());
        }
    }

    /** What is not the caller's is not there. */
    private ApiAnswer route(ApiCaller caller, ApiRequest request) {
        List<Route> here = routes.stream()
                .filter(route -> route.fits(request.path()))
                .filter(route -> route.isOpenTo(caller, request.path()))
                .toList();
        Optional<Route> found = here.stream()
                .filter(route -> route.method().equals(request.method()))
                .findFirst();
        if (found.isPresent()) {
            request.only(found.get().fields());
            ApiAnswer answer = found.get().work().apply(request);
            boolean told = caller.admin() && !request.method().equals("GET")
                    || found.get().told();
            if (told && answer.status() < 400) {
                AUDIT.info("{} {} {}", caller.name(), request.method(), said(found.get(), request));
            }
            return answer;
        } else if (here.isEmpty()) {
            return ApiAnswer.error(404, "there is nothing here", "nothing", List.of());
        }
        String methods = String.join(", ", here.stream().map(Route::method).toList());
        ApiAnswer refusal = ApiAnswer.error(405, "here is only " + methods);
        return new ApiAnswer(405, refusal.body(), Optional.of(methods));
    }

    /** What was done to whom, without what only users and those who have them may know: numbers, cards and whose they are, passwords. */
    private static String said(Route route, ApiRequest request) {
        List<String> said = new ArrayList<>();
        for (int i = 0; i < route.pattern().size(); i++) {
            String segment = route.pattern().get(i);
            said.add(NAMED.contains(segment) ? request.path().get(i) : segment);
        }
        StringBuilder text = new StringBuilder(String.join("/", said));
        request.body().properties().forEach(field -> {
            boolean named = field.getKey().equals("name") && !route.pattern().contains("{book}");
            if (named || field.getValue().isBoolean()) {
                text.append(' ')
                        .append(field.getKey())
                        .append('=')
                        .append(field.getValue().asText());
            } else if (route.pattern().contains("prefs") && LISTS.contains(field.getKey())) {
                text.append(' ').append(field.getKey()).append('=').append(field.getValue());
            }
        });
        // Somebody's text must not look like a line of its own.
        return text.toString().replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", "?");
    }

    private static int status(RefusedException.Reason reason) {
        return switch (reason) {
            case INVALID -> 400;
            case MISSING -> 404;
            case CONFLICT -> 409;
            case LIMIT -> 429;
        };
    }
}
