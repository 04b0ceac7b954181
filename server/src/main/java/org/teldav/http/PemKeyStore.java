package org.teldav.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the files that every authority hands out (RFC 7468) with what the JDK has. */
public final class PemKeyStore {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final String TLS = "tls.";
    private static final String ALIAS = "teldav";
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    private PemKeyStore() {}

    /** Of TLS, as {@link #read(String, Path, Path)}. */
    static KeyStore read(Path certificate, Path key) throws IOException, GeneralSecurityException {
        return read(TLS, certificate, key);
    }

    /**
     * A key store in memory with one entry, with an empty password.
     *
     * @param keys how the keys of the configuration begin that name the files, as {@code tls.}
     * @throws IOException where a file can't be read
     * @throws GeneralSecurityException where its content is not what it must be; the message says what to do
     */
    public static KeyStore read(String keys, Path certificate, Path key) throws IOException, GeneralSecurityException {
        Certificate[] chain = chain(keys + "certificate", certificate);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        PrivateKey secret = key(keys + "key", key, chain[0].getPublicKey().getAlgorithm());
        if (!fits(secret, chain[0].getPublicKey())) {
            throw new InvalidKeyException(keys + "key: the key in " + key + " is not the one of the certificate");
        }
        store.setKeyEntry(ALIAS, secret, new char[0], chain);
        return store;
    }

    /** The certificates of what {@link #read} made, the own one first. */
    public static X509Certificate[] chain(KeyStore made) throws KeyStoreException {
        return Arrays.stream(made.getCertificateChain(ALIAS)).toArray(X509Certificate[]::new);
    }

    /** What the one signs, the other verifies. */
    private static boolean fits(PrivateKey secret, PublicKey open) throws GeneralSecurityException {
        byte[] text = "teldav".getBytes(StandardCharsets.UTF_8);
        Signature signature = Signature.getInstance(
                switch (open.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> "EdDSA";
                });
        signature.initSign(secret);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(open);
        signature.update(text);
        try {
            return signature.verify(signed);
        } catch (SignatureException e) {
            // of another length
            return false;
        }
    }

    private static Certificate[] chain(String key, Path file) throws IOException, GeneralSecurityException {
        try {
            Collection<? extends Certificate> chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(bytes(key, file)));
            if (!chain.isEmpty()) {
                return chain.toArray(Certificate[]::new);
            }
        } catch (CertificateException e) {
            throw new CertificateException(noCertificate(key, file), e);
        }
        throw new CertificateException(noCertificate(key, file));
    }

    private static String noCertificate(String key, Path file) {
        return key + ": there is no certificate in PEM form in " + file;
    }

    private static PrivateKey key(String key, Path file, String algorithm)
            throws IOException, GeneralSecurityException {
        Matcher matcher = KEY.matcher(new String(bytes(key, file), StandardCharsets.ISO_8859_1));
        if (!matcher.find()) {
            throw new InvalidKeySpecException(key + ": there is no key in PKCS#8 form in " + file
                    + "; this makes one: openssl pkcs8 -topk8 -nocrypt -in " + file + " -out pkcs8.pem");
        }
        String factory = ALGORITHMS.contains(algorithm) ? algorithm : "EdDSA";
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(matcher.group(1));
            return KeyFactory.getInstance(factory).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (IllegalArgumentException | InvalidKeySpecException e) {
            throw new InvalidKeySpecException(
                    key + ": the key in " + file + " is broken or not the one of the certificate", e);
        }
    }

    private static byte[] bytes(String key, Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new IOException(key + ": there is no file " + file, e);
        } catch (IOException e) {
            throw new IOException(key + ": " + file + " can't be read", e);
        }
    }
}
