package org.teldav.bench;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Finds where books are, the way clients do: RFC 6764 §6, RFC 5397, RFC 6352 §7.1.1. */
final class Discovery {

    /** What the given URL leads to; paths end in a slash. */
    sealed interface Place {
        /** The user's home, where a book can be made. */
        record Home(String path) implements Place {}

        /** The URL is an address book itself. */
        record AddressBook(String path) implements Place {}
    }

    private record Found(String path, Multistatus properties) {}

    private static final int REDIRECTS = 5;
    private static final String PROPERTIES =
            "<propfind xmlns=\"DAV:\" xmlns:c=\"urn:ietf:params:xml:ns:carddav\"><prop>"
                    + "<resourcetype/><current-user-principal/><c:addressbook-home-set/></prop></propfind>";

    private final HttpConnection connection;
    private final Requests requests;
    private final URI base;

    Discovery(HttpConnection connection, Requests requests, URI base) {
        this.connection = connection;
        this.requests = requests;
        this.base = base;
    }

    /** @throws BenchFailure when the URL leads to no address book, or the login is refused */
    Place find() throws IOException {
        for (String start : List.of(pathOf(base.toString()), "/.well-known/carddav", "/")) {
            Optional<Place> place = place(propfind(start));
            if (place.isPresent()) {
                return place.get();
            }
        }
        throw new BenchFailure("No address book was found from " + base
                + ": give the URL of an address book, or the one that" + " you would type into a CardDAV client.");
    }

    private Optional<Place> place(Optional<Found> found) throws IOException {
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (found.get().properties().addressBook()) {
            return Optional.of(new Place.AddressBook(folder(found.get().path())));
        }
        Optional<Place> home = home(found.get());
        Optional<String> principal = property(found.get(), "current-user-principal");
        if (home.isPresent() || principal.isEmpty()) {
            return home;
        }
        Optional<Found> atPrincipal = propfind(principal.get());
        return atPrincipal.isEmpty() ? Optional.empty() : home(atPrincipal.get());
    }

    private Optional<Place> home(Found found) {
        return property(found, "addressbook-home-set").map(path -> new Place.Home(folder(path)));
    }

    private Optional<String> property(Found found, String name) {
        return Optional.ofNullable(found.properties().propertyHrefs().get(name)).map(this::pathOf);
    }

    private Optional<Found> propfind(String start) throws IOException {
        String path = start;
        for (int i = 0; i < REDIRECTS; i++) {
            AnswerReader answer = connection.exchange(requests.xml("PROPFIND", path, "0", PROPERTIES));
            switch (answer.status()) {
                case 207 -> {
                    return Optional.of(new Found(path, Multistatus.read(answer)));
                }
                case 301, 302, 303, 307, 308 -> path = pathOf(answer.location());
                case 401 ->
                    throw new BenchFailure("The server refused the login (401): check --user and the password.");
                default -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    /** The path of a URL or path-absolute reference; the load stays on the server that it was meant for. */
    private String pathOf(String reference) {
        URI url = base.resolve(Endpoint.parse(reference));
        if (!url.getRawAuthority().equals(base.getRawAuthority())
                || !url.getScheme().equals(base.getScheme())) {
            throw new BenchFailure(
                    "The server sends its clients on to " + url + ": give that as --url if it is meant.");
        }
        return url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    }

    private static String folder(String path) {
        return path.endsWith("/") ? path : path + "/";
    }
}
