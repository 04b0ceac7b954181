package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** RFC 4918 §6.1 and §7: how far a lock reaches, by WebDAV from outside. */
class LockScopeTest extends LockStory {
    @Test
    void rfc4918_7_4_a_lock_of_depth_0_on_a_book_guards_its_properties_and_which_members_it_has() {
        put("a");
        put("b");
        String token = locked(book, "0", EXCLUSIVE);
        user.put(book + "a.vcf", card("a")).expect(204);
        user.xml("PROPPATCH", book + "a.vcf", set("<Z:a>1</Z:a>")).expect(207);
        refused(user.put(book + "new.vcf", card("new")), "lock-token-submitted", book);
        refused(user.delete(book + "a.vcf"), "lock-token-submitted", book);
        refused(user.with("Destination: " + book + "c.vcf").send("MOVE", book + "a.vcf"), "lock-token-submitted", book);
        refused(user.with("Destination: " + book + "b.vcf").send("MOVE", book + "a.vcf"), "lock-token-submitted", book);
        refused(user.with("Destination: " + book + "c.vcf").send("COPY", book + "a.vcf"), "lock-token-submitted", book);
        refused(user.xml("PROPPATCH", book, set("<Z:a>1</Z:a>")), "lock-token-submitted", book);
        refused(lock(book + "new.vcf", "0", EXCLUSIVE), "lock-token-submitted", book);
        user.with("Depth: 0").xml("LOCK", book + "a.vcf", EXCLUSIVE).expect(200);
        DavClient knows = user.with("If: <" + book + "> (" + token + ")");
        knows.put(book + "new.vcf", card("new")).expect(201);
        knows.delete(book + "new.vcf").expect(204);
        knows.xml("PROPPATCH", book, set("<Z:a>1</Z:a>")).expect(207);
        knows.delete(book + "b.vcf").expect(204);
    }

    @Test
    void rfc4918_6_1_a_lock_of_depth_infinity_on_a_book_guards_all_in_it() {
        put("a");
        String token = locked(book, "infinity", EXCLUSIVE);
        String path = book + "a.vcf";
        assertThat(user.propfind(path, 0, prop("D:lockdiscovery")).text())
                .contains("<D:lockroot><D:href>" + book + "</D:href></D:lockroot>")
                .contains("<D:depth>infinity</D:depth>");
        refused(user.put(path, card("a")), "lock-token-submitted", book);
        refused(user.put(book + "new.vcf", card("new")), "lock-token-submitted", book);
        refused(user.delete(path), "lock-token-submitted", book);
        refused(user.xml("PROPPATCH", path, set("<Z:a>1</Z:a>")), "lock-token-submitted", book);
        refused(lock(path, "0", SHARED), "no-conflicting-lock", book);
        knowing(token).put(path, card("a")).expect(204);
        knowing(token).put(book + "new.vcf", card("new")).expect(201);
        knowing(token).with("Destination: " + book + "b.vcf").send("MOVE", path).expect(201);
        refused(user.delete(book + "b.vcf"), "lock-token-submitted", book);
        user.with("Lock-Token: " + token).send("UNLOCK", book + "b.vcf").expect(204);
        user.delete(book + "b.vcf").expect(204);
    }

    @Test
    void rfc4918_9_10_3_a_locked_member_refuses_a_deep_lock_with_207_and_depth_1_is_a_400() {
        put("a");
        locked(book + "a.vcf", "0", EXCLUSIVE);
        locked(book + "b.vcf", "0", SHARED);
        lock(book, "1", EXCLUSIVE).expect(400);
        DavAnswer answer = lock(book, "infinity", EXCLUSIVE).expect(207);
        assertThat(answer.hrefs()).containsExactlyInAnyOrder(book + "a.vcf", book + "b.vcf", book);
        assertThat(answer.responseStatus(book + "a.vcf")).isEqualTo(423);
        assertThat(answer.responseStatus(book)).isEqualTo(424);
        assertThat(lock(home, "infinity", SHARED).expect(207).hrefs()).containsExactly(book + "a.vcf", home);
        assertThat(user.propfind(book, 0, prop("D:lockdiscovery")).value(book, "lockdiscovery"))
                .isEmpty();
        lock(book, "0", EXCLUSIVE).expect(200);
    }

    @Test
    void rfc4918_7_a_lock_on_the_home_guards_which_books_it_has_and_a_locked_member_its_book() {
        String further = home + "further/";
        user.send("MKCOL", further).expect(201);
        user.put(further + "x.vcf", card("x")).expect(201);
        String homeToken = locked(home, "0", EXCLUSIVE);
        refused(user.send("MKCOL", home + "more/"), "lock-token-submitted", home);
        refused(user.delete(further), "lock-token-submitted", home);
        refused(user.with("Destination: " + home + "more/").send("MOVE", further), "lock-token-submitted", home);
        refused(user.xml("PROPPATCH", home, set("<Z:a>1</Z:a>")), "lock-token-submitted", home);
        user.put(further + "x.vcf", card("x")).expect(204);
        knowing(homeToken).send("MKCOL", home + "more/").expect(412);
        DavClient knowsHome = user.with("If: <" + home + "> (" + homeToken + ")");
        knowsHome.send("MKCOL", home + "more/").expect(201);
        String cardToken = locked(further + "x.vcf", "0", EXCLUSIVE);
        refused(knowsHome.delete(further), "lock-token-submitted", further + "x.vcf");
        refused(
                knowsHome.with("Destination: " + home + "moved/").send("MOVE", further),
                "lock-token-submitted",
                further + "x.vcf");
        DavClient knowsBoth =
                user.with("If: <" + home + "> (" + homeToken + ") <" + further + "x.vcf> (" + cardToken + ")");
        knowsBoth.with("Destination: " + home + "moved/").send("MOVE", further).expect(201);
        user.put(home + "moved/x.vcf", TestServer.card("x", "Free", "1")).expect(204);
    }

    @Test
    void rfc4918_7_6_locks_do_not_move_and_do_not_copy_and_stay_at_a_destination() {
        put("a");
        String source = locked(book + "a.vcf", "0", EXCLUSIVE);
        user.send("MKCOL", home + "second/").expect(201);
        user.with("Destination: " + home + "second/a.vcf")
                .send("COPY", book + "a.vcf")
                .expect(201);
        user.put(home + "second/a.vcf", card("a")).expect(204);
        String target = locked(home + "second/a.vcf", "0", EXCLUSIVE);
        String both = "If: <" + book + "a.vcf> (" + source + ") <" + home + "second/a.vcf> (" + target + ")";
        refused(
                knowing(source).with("Destination: " + home + "second/a.vcf").send("MOVE", book + "a.vcf"),
                "lock-token-submitted",
                home + "second/a.vcf");
        user.with(both)
                .with("Destination: " + home + "second/a.vcf")
                .send("MOVE", book + "a.vcf")
                .expect(204);
        refused(user.put(home + "second/a.vcf", card("a")), "lock-token-submitted", home + "second/a.vcf");
        user.put(book + "a.vcf", card("a")).expect(201);
    }

    @Test
    void rfc4918_9_10_2_a_lock_of_a_book_is_refreshed_by_way_of_a_member_and_only_one_at_a_time() {
        put("a");
        String deep = locked(book, "infinity", SHARED);
        String own = locked(book + "a.vcf", "0", SHARED);
        knowing(deep).send("LOCK", book + "a.vcf").expect(200);
        knowing(deep, own).send("LOCK", book + "a.vcf").expect(400);
    }

    @Test
    void rfc4918_7_3_a_lock_on_a_name_without_a_card_keeps_the_name() {
        String path = book + "new.vcf";
        DavAnswer answer = lock(path, "infinity", EXCLUSIVE).expect(201);
        String token = answer.header("Lock-Token");
        assertThat(answer.text()).contains("<D:lockroot><D:href>" + path + "</D:href>");
        user.get(path).expect(404);
        assertThat(user.propfind(book, 1, GETETAG).hrefs()).doesNotContain(path);
        refused(user.put(path, card("new")), "lock-token-submitted", path);
        refused(lock(path, "0", SHARED), "no-conflicting-lock", path);
        put("a");
        refused(user.with("Destination: " + path).send("MOVE", book + "a.vcf"), "lock-token-submitted", path);
        knowing(token).send("LOCK", path).expect(200);
        knowing(token).put(path, card("new")).expect(201);
        refused(user.put(path, card("new")), "lock-token-submitted", path);
        user.with("Lock-Token: " + token).send("UNLOCK", path).expect(204);
        user.put(path, TestServer.card("new", "N", "1")).expect(204);
        String other = locked(book + "never.vcf", "0", EXCLUSIVE);
        user.with("Lock-Token: " + other).send("UNLOCK", book + "never.vcf").expect(204);
        user.put(book + "never.vcf", card("never")).expect(201);
        lock(book + "x/y.vcf", "0", EXCLUSIVE).expect(409);
        lock(home + "nothing", "0", EXCLUSIVE).expect(404);
        lock(book + "x.vcf/", "0", EXCLUSIVE).expect(404);
        lock("/dav/addressbooks/other/contacts/x.vcf", "0", EXCLUSIVE).expect(409);
    }

    @Test
    void rfc4918_9_6_the_lock_of_a_deleted_card_is_gone_also_for_the_next_of_its_name() {
        put("a");
        String token = locked(book + "a.vcf", "0", EXCLUSIVE);
        knowing(token).delete(book + "a.vcf").expect(204);
        put("a");
        user.put(book + "a.vcf", card("a")).expect(204);
        user.with("Lock-Token: " + token).send("UNLOCK", book + "a.vcf").expect(409);
    }
}
