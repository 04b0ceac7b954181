package org.teldav.web.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teldav.DavAnswer;
import org.teldav.OneEngine;
import org.teldav.SelfSigned;
import org.teldav.TestServer;

/** The configuration profile for Apple's devices, signed and not. */
@OneEngine("about a file that is made of what is typed, not about what is stored")
class ProfileTest {
    private static final String PASSWORD = "abcd-abcd-abcd-abcd-abcd-abcd-abcd";

    @TempDir
    Path data;

    private static String[] lines(SelfSigned files) {
        return new String[] {
            "page.profile-certificate = \"" + files.certificate() + "\"", "page.profile-key = \"" + files.key() + "\""
        };
    }

    private static byte[] profile(TestServer server) {
        PageClient page = new PageClient(server.client()).signIn("alice", "alice-password");
        page.get("/devices").expect(200);
        DavAnswer answer = page.post("/devices/profile", "password", PASSWORD).expect(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/x-apple-aspen-config");
        return answer.body();
    }

    private static void isSigned(byte[] profile, SelfSigned files) throws Exception {
        CMSSignedData signed = new CMSSignedData(profile);
        X509Certificate certificate = (X509Certificate) files.keys().getCertificate("teldav");
        assertThat(signed.getSignerInfos().getSigners()).hasSize(1);
        SignerInformation signer =
                signed.getSignerInfos().getSigners().iterator().next();
        assertThat(signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(certificate)))
                .isTrue();
        assertThat(signed.getCertificates().getMatches(null))
                .as("the certificate is inside")
                .hasSize(1);
        assertThat(new String((byte[]) signed.getSignedContent().getContent(), StandardCharsets.UTF_8))
                .startsWith("<?xml")
                .contains("<key>CardDAVPassword</key>\n<string>" + PASSWORD + "</string>");
    }

    @Test
    void a_profile_is_signed_by_the_certificate_that_is_configured_as_it_is_now() throws Exception {
        Files.createDirectories(data);
        SelfSigned first = SelfSigned.make(data, "first");
        SelfSigned second = SelfSigned.make(data, "second");
        try (TestServer server = TestServer.start(data.resolve("server"), lines(first))) {
            server.user("alice", "+1 415 555 0100");
            isSigned(profile(server), first);
            Files.copy(second.certificate(), first.certificate(), StandardCopyOption.REPLACE_EXISTING);
            Files.copy(second.key(), first.key(), StandardCopyOption.REPLACE_EXISTING);
            isSigned(profile(server), second);
            Files.writeString(first.key(), "broken");
            assertThat(new String(profile(server), StandardCharsets.UTF_8))
                    .as("without a signature rather than not at all")
                    .startsWith("<?xml");
        }
    }

    @Test
    void where_no_key_is_configured_it_is_as_it_is_and_one_that_can_t_be_read_stops_the_start() throws Exception {
        try (TestServer server = TestServer.start(data)) {
            server.user("alice", "+1 415 555 0100");
            assertThat(new String(profile(server), StandardCharsets.UTF_8)).startsWith("<?xml");
        }
        SelfSigned files = SelfSigned.make(data, "files");
        Files.writeString(files.key(), "broken");
        assertThatThrownBy(() -> TestServer.start(data.resolve("other"), lines(files)))
                .rootCause()
                .hasMessageStartingWith("page.profile-key: there is no key in PKCS#8 form in ");
    }
}
