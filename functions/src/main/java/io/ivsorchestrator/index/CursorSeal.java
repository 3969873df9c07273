package io.ivsorchestrator.index;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes cursors: a position in a query's order, sealed so that it can be used with that query only and any change to it is
 * noticed. URL-safe text; a position is a sort key, so it stays valid while recordings are added or removed.
 */
public final class CursorSeal {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SEAL_BYTES = 16;

    private final SecretKeySpec key;

    /** @param key at least 16 bytes, the same for all that are to understand each other's cursors */
    public CursorSeal(byte[] key) {
        if (key.length < SEAL_BYTES) {
            throw new IllegalArgumentException("a cursor key needs at least " + SEAL_BYTES + " bytes");
        }
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /** With a random key: for who asks and continues within one process, or asks nothing at all. */
    public static CursorSeal ofThisProcess() {
        byte[] key = new byte[2 * SEAL_BYTES];
        new SecureRandom().nextBytes(key);
        return new CursorSeal(key);
    }

    String seal(RecordingQuery query, String position) {
        byte[] text = position.getBytes(StandardCharsets.UTF_8);
        byte[] seal = sealOf(query, text);
        return encode(ByteBuffer.allocate(SEAL_BYTES + text.length).put(seal).put(text).array());
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** @throws InvalidCursorException if this seal did not make the cursor for this query */
    String open(RecordingQuery query, String cursor) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(cursor);
            byte[] text = Arrays.copyOfRange(bytes, Math.min(SEAL_BYTES, bytes.length), bytes.length);
            byte[] seal = Arrays.copyOf(bytes, SEAL_BYTES);
            // Padding and the last character's spare bits would decode to the same bytes.
            boolean canonical = encode(bytes).equals(cursor);
            if (!canonical || !MessageDigest.isEqual(seal, sealOf(query, text))) {
                throw new InvalidCursorException();
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
        } catch (IllegalArgumentException | CharacterCodingException noCursor) {
            throw new InvalidCursorException();
        }
    }

    private byte[] sealOf(RecordingQuery query, byte[] position) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(query.text().getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return Arrays.copyOf(mac.doFinal(position), SEAL_BYTES);
        } catch (GeneralSecurityException unsupported) {
            throw new IllegalStateException("every Java runtime has " + ALGORITHM, unsupported);
        }
    }
}
