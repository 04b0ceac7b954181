package org.teldav.push;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EllipticCurve;

/** Keys on the curve P-256, whose public half is written as in X9.62: 4, x, y in 65 octets. */
final class P256 {
    /** Of a public key. */
    static final int OCTETS = 65;

    private static final String CURVE = "secp256r1";
    private static final int COORDINATE = 32;
    private static final byte UNCOMPRESSED = 4;

    private P256() {}

    static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(CURVE), new SecureRandom());
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + CURVE, e);
        }
    }

    static ECParameterSpec parameters() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(CURVE));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + CURVE, e);
        }
    }

    /** @throws InvalidKeyException where the octets are no point of the curve: what is agreed with such a one tells of the other's key */
    static ECPublicKey publicKey(byte[] octets) throws InvalidKeyException {
        if (octets.length != OCTETS || octets[0] != UNCOMPRESSED) {
            throw new InvalidKeyException("not an uncompressed point of P-256");
        }
        ECPoint point = new ECPoint(
                new BigInteger(1, octets, 1, COORDINATE), new BigInteger(1, octets, 1 + COORDINATE, COORDINATE));
        ECParameterSpec parameters = parameters();
        if (!isOn(parameters.getCurve(), point)) {
            throw new InvalidKeyException("not on the curve P-256");
        }
        try {
            return (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, parameters));
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyException(e);
        }
    }

    private static boolean isOn(EllipticCurve curve, ECPoint point) {
        BigInteger p = ((ECFieldFp) curve.getField()).getP();
        BigInteger x = point.getAffineX();
        BigInteger y = point.getAffineY();
        BigInteger right =
                x.multiply(x).add(curve.getA()).multiply(x).add(curve.getB()).mod(p);
        return x.compareTo(p) < 0 && y.compareTo(p) < 0 && y.multiply(y).mod(p).equals(right);
    }

    static byte[] octets(ECPublicKey key) {
        ByteBuffer octets = ByteBuffer.allocate(OCTETS).put(UNCOMPRESSED);
        put(octets, key.getW().getAffineX());
        put(octets, key.getW().getAffineY());
        return octets.array();
    }

    /** A number's own octets have a sign before them, or are fewer. */
    private static void put(ByteBuffer octets, BigInteger coordinate) {
        byte[] number = coordinate.toByteArray();
        int skipped = Math.max(0, number.length - COORDINATE);
        int length = number.length - skipped;
        octets.position(octets.position() + COORDINATE - length);
        octets.put(number, skipped, length);
    }
}
