package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** RFC 3744 §5 and §8, RFC 5397: who may do what is told, truly and everywhere, and not changed. */
class AclTest extends OneUserTest {
    private static final String CURRENT = "current-user-privilege-set";

    private String principal;
    private String mate;
    private String group;

    @BeforeEach
    void a_group() {
        group = "/dav/principals/groups/g-" + name + "/";
        user = server.user("a-" + name, "+1 415 555 0171", "g-" + name);
        server.user("b-" + name, "+1 415 555 0172", "g-" + name, "secret-" + name);
        home = "/dav/addressbooks/a-" + name + "/";
        book = home + "contacts/";
        principal = "/dav/principals/users/a-" + name + "/";
        mate = "/dav/principals/users/b-" + name + "/";
    }

    private List<String> everything() {
        return List.of(
                "/",
                "/dav/",
                "/dav/principals/",
                "/dav/principals/users/",
                "/dav/principals/groups/",
                "/dav/addressbooks/",
                principal,
                mate,
                group,
                home,
                book,
                book + "me.vcf");
    }

    private Element property(String path, String property) {
        return user.propfind(path, 0, prop("D:" + property))
                .expect(207)
                .property(path, property)
                .orElseThrow(() -> new AssertionError(property + " of " + path));
    }

    private static List<Element> within(Element element, String localName) {
        List<Element> found = new ArrayList<>();
        for (Element child : DavAnswer.children(element)) {
            if (child.getLocalName().equals(localName)) {
                found.add(child);
            }
            found.addAll(within(child, localName));
        }
        return found;
    }

    private static List<String> hrefs(Element element) {
        return within(element, "href").stream().map(Element::getTextContent).toList();
    }

    private static List<String> privileges(Element element) {
        return within(element, "privilege").stream()
                .map(privilege -> DavAnswer.children(privilege).get(0).getLocalName())
                .toList();
    }

    @Test
    void rfc5397_everything_says_who_asks() {
        for (String path : everything()) {
            assertThat(hrefs(property(path, "current-user-principal"))).as(path).containsExactly(principal);
        }
    }

    @Test
    void rfc3744_5_everything_has_all_properties_of_access_control() {
        for (String path : everything()) {
            for (String property : List.of("owner", "group", "acl", "acl-restrictions", "inherited-acl-set")) {
                property(path, property);
            }
            assertThat(property(path, "group").hasChildNodes()).isFalse();
            assertThat(hrefs(property(path, "principal-collection-set")))
                    .containsExactly("/dav/principals/users/", "/dav/principals/groups/");
        }
    }

    @Test
    void rfc3744_5_1_what_is_in_a_home_is_its_user_s() {
        for (String path : List.of(home, book, book + "me.vcf", principal)) {
            assertThat(hrefs(property(path, "owner"))).as(path).containsExactly(principal);
        }
        assertThat(hrefs(property(mate, "owner"))).containsExactly(mate);
        assertThat(hrefs(property("/dav/", "owner"))).isEmpty();
        assertThat(hrefs(property(group, "owner"))).isEmpty();
    }

    /** By name, those directly in it. */
    private Map<String, List<String>> supportedTree(String path) {
        Map<String, List<String>> tree = new LinkedHashMap<>();
        for (Element supported : within(property(path, "supported-privilege-set"), "supported-privilege")) {
            List<Element> parts = DavAnswer.children(supported);
            String name = DavAnswer.children(parts.get(0)).get(0).getLocalName();
            assertThat(within(supported, "description")).isNotEmpty();
            tree.put(
                    name,
                    parts.stream()
                            .filter(part -> part.getLocalName().equals("supported-privilege"))
                            .map(part -> privileges(part).get(0))
                            .toList());
        }
        return tree;
    }

    private static Set<String> contained(Map<String, List<String>> tree, List<String> granted) {
        Set<String> all = new TreeSet<>(granted);
        granted.forEach(privilege -> all.addAll(contained(tree, tree.get(privilege))));
        return all;
    }

    @Test
    void rfc3744_5_3_the_supported_privileges_are_a_tree_with_those_of_section_3() {
        Map<String, List<String>> tree = supportedTree(book);
        assertThat(tree.get("all")).containsExactly("read", "write", "unlock", "write-acl");
        assertThat(tree.get("write")).containsExactly("write-properties", "write-content", "bind", "unbind");
        assertThat(tree.get("read")).containsExactly("read-acl", "read-current-user-privilege-set");
        assertThat(tree).hasSize(11);
    }

    @Test
    void rfc3744_5_4_and_5_5_the_acl_grants_exactly_what_one_has() {
        for (String path : everything()) {
            Map<String, List<String>> tree = supportedTree(path);
            Set<String> mine = new TreeSet<>(privileges(property(path, CURRENT)));
            Set<String> granted = new TreeSet<>();
            for (Element ace : DavAnswer.children(property(path, "acl"))) {
                List<String> parts = DavAnswer.children(ace).stream()
                        .map(Element::getLocalName)
                        .toList();
                assertThat(parts).startsWith("principal", "grant", "protected");
                boolean forMe = !within(ace, "authenticated").isEmpty()
                        || List.of(principal, group).contains(hrefs(ace).get(0));
                if (forMe) {
                    granted.addAll(contained(tree, privileges(ace)));
                }
            }
            assertThat(granted).as(path).isEqualTo(mine);
            assertThat(mine).contains("read").doesNotContain("all", "write-acl");
        }
        assertThat(privileges(property(book, CURRENT)))
                .contains("read", "write", "write-content", "write-properties", "bind", "unbind");
        assertThat(privileges(property(mate, CURRENT))).doesNotContain("write", "write-properties");
    }

    @Test
    void rfc3744_5_7_books_and_cards_inherit_from_the_home() {
        for (String path : List.of(book, book + "me.vcf")) {
            assertThat(hrefs(property(path, "inherited-acl-set"))).containsExactly(home);
            assertThat(within(property(path, "acl"), "inherited")).hasSize(1);
            assertThat(hrefs(property(path, "acl"))).containsExactly(principal, home);
        }
        assertThat(hrefs(property(home, "inherited-acl-set"))).isEmpty();
        assertThat(within(property(home, "acl"), "inherited")).isEmpty();
    }

    @Test
    void groups_that_one_is_not_in_appear_nowhere() {
        for (String property : List.of("acl", "group-membership")) {
            assertThat(hrefs(property(mate, property))).contains(group);
            assertThat(hrefs(property(mate, property))).noneMatch(href -> href.contains("secret"));
        }
        user.send("PROPFIND", "/dav/principals/groups/secret-" + name + "/").expect(404);
    }

    @Test
    void rfc3744_4_principals_have_their_properties() {
        for (String path : List.of(principal, mate, group)) {
            assertThat(hrefs(property(path, "principal-URL"))).containsExactly(path);
            assertThat(property(path, "alternate-URI-set").hasChildNodes()).isFalse();
            assertThat(property(path, "displayname").getTextContent()).isNotBlank();
            assertThat(within(property(path, "resourcetype"), "principal")).hasSize(1);
        }
        assertThat(hrefs(property(group, "group-member-set"))).containsExactly(principal, mate);
        assertThat(hrefs(property(principal, "group-member-set"))).isEmpty();
        assertThat(hrefs(property(principal, "group-membership"))).containsExactly(group);
        assertThat(hrefs(property(group, "group-membership"))).isEmpty();
    }

    @Test
    void rfc3744_8_1_acl_is_refused_by_the_privilege_that_nobody_has() {
        String body = "<D:acl xmlns:D='DAV:'><D:ace><D:principal><D:all/></D:principal>"
                + "<D:grant><D:privilege><D:read/></D:privilege></D:grant></D:ace></D:acl>";
        for (String path : everything()) {
            DavAnswer answer = user.xml("ACL", path, body).expect(403).expectError("need-privileges");
            assertThat(hrefs(answer.xml())).containsExactly(path);
            assertThat(privileges(answer.xml())).containsExactly("write-acl");
        }
        user.xml("ACL", book, "<D:acl xmlns:D='DAV:'>").expect(400);
        user.xml("ACL", book, "<D:prop xmlns:D='DAV:'/>").expect(400);
        user.send("ACL", book).expect(400);
    }

    @Test
    void rfc3744_none_of_it_is_in_allprop_or_can_be_set() {
        String all = user.send("PROPFIND", principal).expect(207).text();
        assertThat(all).doesNotContain("acl", "owner", "privilege", "group");
        for (String property : List.of("acl", "owner", "group", CURRENT, "current-user-principal")) {
            DavAnswer answer =
                    user.xml("PROPPATCH", home, set("<D:" + property + "/>")).expect(207);
            assertThat(answer.property(home, property, 403)).as(property).isPresent();
        }
    }

    /** What stands in it is not 405; what doesn't is refused, and a 405 says the same. */
    @Test
    void rfc9110_10_2_1_allow_is_true_for_each_resource_and_each_user() {
        String further = home + "further/";
        user.send("MKCOL", further).expect(201);
        user.send("MKCOL", home + "taken/").expect(201);
        put("taken");
        List<String> paths = new ArrayList<>(everything());
        paths.add(further);
        for (String path : paths) {
            List<String> allowed =
                    List.of(user.send("OPTIONS", path).header("Allow").split(", "));
            for (String method : List.of(
                    "GET",
                    "HEAD",
                    "PUT",
                    "POST",
                    "COPY",
                    "MKCOL",
                    "LOCK",
                    "UNLOCK",
                    "PROPFIND",
                    "PROPPATCH",
                    "REPORT",
                    "ACL",
                    "MOVE",
                    "DELETE")) {
                DavAnswer answer = asked(method, path);
                String what = method + " " + path + ": " + answer.status();
                if (allowed.contains(method)) {
                    assertThat(answer.status()).as(what).isNotIn(405, 501);
                } else {
                    assertThat(answer.status()).as(what).isIn(403, 405);
                    assertThat(answer.headers().getOrDefault("Allow", String.join(", ", allowed)))
                            .as(what)
                            .isEqualTo(String.join(", ", allowed));
                }
            }
        }
    }

    /** With what the method needs. COPY and MOVE find their destination taken. */
    private DavAnswer asked(String method, String path) {
        String body = switch (method) {
            case "PROPPATCH" -> set("<D:getetag>x</D:getetag>");
            case "PROPFIND" -> GETETAG;
            case "REPORT" -> "<D:none xmlns:D='DAV:'/>";
            case "ACL" -> "<D:acl xmlns:D='DAV:'/>";
            default -> "";
        };
        return user.with("Depth: " + (method.startsWith("PROP") ? "0" : "infinity"))
                .with("Overwrite: F")
                .with("Destination: " + (path.endsWith(".vcf") ? book + "taken.vcf" : home + "taken/"))
                .xml(method, path, body);
    }
}
