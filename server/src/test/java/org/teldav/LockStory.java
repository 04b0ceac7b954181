package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import org.w3c.dom.Element;

/** One user who takes locks. */
abstract class LockStory extends OneUserTest {
    static final String EXCLUSIVE = lockinfo("exclusive", "<D:owner>me</D:owner>");
    static final String SHARED = lockinfo("shared", "<D:owner>me</D:owner>");

    static String lockinfo(String scope, String owner) {
        return "<D:lockinfo xmlns:D='DAV:'><D:lockscope><D:" + scope
                + "/></D:lockscope><D:locktype><D:write/></D:locktype>" + owner + "</D:lockinfo>";
    }

    DavAnswer lock(String path, String depth, String info) {
        return user.with("Depth: " + depth).xml("LOCK", path, info);
    }

    /** The token of a new lock, in angle brackets. */
    String locked(String path, String depth, String info) {
        DavAnswer answer = lock(path, depth, info);
        assertThat(answer.status()).isIn(200, 201);
        return answer.header("Lock-Token");
    }

    DavClient knowing(String... tokens) {
        return user.with("If: (" + String.join(") (", tokens) + ")");
    }

    static String card(String uid) {
        return TestServer.card(uid, "Edited " + uid, "+1 415 555 0143");
    }

    DavAnswer refused(DavAnswer answer, String precondition, String... hrefs) {
        answer.expect(423).expectError(precondition);
        Element error = DavAnswer.children(answer.xml()).get(0);
        assertThat(DavAnswer.children(error))
                .extracting(Element::getTextContent)
                .containsExactly(hrefs);
        return answer;
    }
}
