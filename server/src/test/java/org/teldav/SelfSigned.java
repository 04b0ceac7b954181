package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate of {@code localhost} that nobody else has signed, made by the JDK's keytool.
 *
 * @param certificate as PEM
 * @param key as PEM, for its owner only
 */
public record SelfSigned(Path certificate, Path key, KeyStore keys) {
    private static final String ALIAS = "teldav";
    private static final char[] PASSWORD = "secret".toCharArray();

    /** @param folder where the files are made, with names that begin so */
    public static SelfSigned make(Path folder, String name) throws IOException, GeneralSecurityException {
        return make(folder, name, "localhost");
    }

    /** The same, of another host. */
    public static SelfSigned make(Path folder, String name, String host) throws IOException, GeneralSecurityException {
        Path store = folder.resolve(name + ".p12");
        keytool(store, ALIAS, "CN=" + host, "-ext", "san=dns:" + host);
        return read(folder, name, store);
    }

    /** One of {@code localhost} that an authority of this name has signed, whose certificate is not in the file. */
    public static SelfSigned signed(Path folder, String name, String authority)
            throws IOException, GeneralSecurityException {
        Path store = folder.resolve(name + ".p12");
        keytool(store, "authority", authority, "-ext", "bc=ca:true");
        keytool(store, ALIAS, "CN=localhost", "-ext", "san=dns:localhost", "-signer", "authority");
        return read(folder, name, store);
    }

    /** One that was good until yesterday. */
    public static SelfSigned expired(Path folder, String name) throws IOException, GeneralSecurityException {
        Path store = folder.resolve(name + ".p12");
        keytool(store, ALIAS, "CN=localhost", "-ext", "san=dns:localhost", "-startdate", "-3d", "-validity", "2");
        return read(folder, name, store);
    }

    private static SelfSigned read(Path folder, String name, Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        Path certificate = pem(
                folder.resolve(name + "-cert.pem"),
                "CERTIFICATE",
                keys.getCertificate(ALIAS).getEncoded());
        Path key = pem(
                folder.resolve(name + "-key.pem"),
                "PRIVATE KEY",
                keys.getKey(ALIAS, PASSWORD).getEncoded());
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        return new SelfSigned(certificate, key, keys);
    }

    /** The certificate of who has signed, as PEM. */
    public Path authority() throws IOException, GeneralSecurityException {
        return pem(
                certificate.resolveSibling("authority.pem"),
                "CERTIFICATE",
                keys.getCertificate("authority").getEncoded());
    }

    private static void keytool(Path store, String alias, String named, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of("-genkeypair", "-keyalg", "EC", "-alias", alias, "-dname", named));
        command.addAll(List.of(options));
        command.addAll(
                List.of("-storetype", "PKCS12", "-storepass", new String(PASSWORD), "-keystore", store.toString()));
        Process made = new ProcessBuilder(command).inheritIO().start();
        try {
            assertThat(made.waitFor()).isZero();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Path pem(Path file, String kind, byte[] content) throws IOException {
        return Files.writeString(
                file,
                "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END "
                        + kind + "-----\n");
    }

    /** Of a server that shows it, and of a client that trusts it alone. */
    public SSLContext context() throws GeneralSecurityException, IOException {
        KeyManagerFactory shown = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        shown.init(keys, PASSWORD);
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry(ALIAS, keys.getCertificate(ALIAS));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(shown.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
