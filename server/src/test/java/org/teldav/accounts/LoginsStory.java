package org.teldav.accounts;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.BothEngines;
import org.teldav.TestDatabase;
import org.teldav.storage.Principal;
import org.teldav.storage.Store;
import org.teldav.storage.sql.SqlStore;

/** Users who log in, in a store of their own, by a clock that stands. */
@BothEngines
abstract class LoginsStory {
    @TempDir
    Path folder;

    final Passwords passwords = new Passwords(new Passwords.Cost(64, 1, 1));
    final AtomicLong nanos = new AtomicLong();
    final List<String> failed = new ArrayList<>();
    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-26T12:00:00Z"));
    Store store;
    Users users;
    Logins logins;
    Devices devices;

    @BeforeEach
    void open() {
        store = SqlStore.open(TestDatabase.settings(folder), (tx, edit) -> {});
        users = TestUsers.of(store, passwords);
        logins = new Logins(
                store,
                passwords,
                Optional.empty(),
                (user, address) -> failed.add(user.orElse("nobody") + " " + address),
                now::get,
                nanos::get);
        devices = new Devices(store, now::get);
        add("alice", "päss:word-long");
    }

    @AfterEach
    void close() {
        store.close();
    }

    Optional<Principal.User> login(String authorization) {
        return logins.login(authorization, "192.0.2.1");
    }

    void add(String name, String password) {
        users.add(new NewUser(
                name, Optional.empty(), List.of(), List.of(), List.of(), Optional.empty(), false, password));
    }

    static String basic(String login) {
        return basic(login, StandardCharsets.UTF_8);
    }

    static String basic(String login, Charset charset) {
        return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(charset));
    }
}
