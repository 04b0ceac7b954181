package org.teldav.web.page;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** Signs configuration profiles as Apple's devices want it: CMS signed-data (RFC 5652 §5) with the profile inside and the certificates beside it. Thread-safe. */
public final class ProfileSigner {
    private final Keys keys;

    /** Where the key is, with its chain of certificates. Thread-safe. */
    @FunctionalInterface
    public interface Keys {
        /** As the files are now: certificates are renewed. @return with one entry, with an empty password */
        KeyStore read() throws IOException, GeneralSecurityException;
    }

    public ProfileSigner(Keys keys) {
        this.keys = keys;
    }

    /**
     * Signs.
     *
     * @throws IOException where a file can't be read
     * @throws GeneralSecurityException where the key can't be used
     */
    public byte[] sign(byte[] profile) throws IOException, GeneralSecurityException {
        KeyStore store = keys.read();
        String alias = store.aliases().nextElement();
        PrivateKey key = (PrivateKey) store.getKey(alias, new char[0]);
        List<Certificate> chain = List.of(store.getCertificateChain(alias));
        try {
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(new JcaSignerInfoGeneratorBuilder(
                            new JcaDigestCalculatorProviderBuilder().build())
                    .build(new JcaContentSignerBuilder(algorithm(key)).build(key), (X509Certificate) chain.get(0)));
            generator.addCertificates(new JcaCertStore(chain));
            return generator
                    .generate(new CMSProcessableByteArray(profile), true)
                    .getEncoded();
        } catch (OperatorCreationException | CMSException e) {
            throw new GeneralSecurityException("a profile can't be signed with this key", e);
        }
    }

    private static String algorithm(PrivateKey key) throws GeneralSecurityException {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default ->
                throw new GeneralSecurityException(
                        "profiles are signed with a key of RSA or EC, not of " + key.getAlgorithm());
        };
    }
}
