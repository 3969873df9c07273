package io.ivsorchestrator.index;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes cursors: a position in a query's order, sealed so that it can be used with that query only and any change to it is
 * noticed. URL-safe text; a position is a sort key, so it stays valid while recordings are added or removed.
 */
public final class CursorSeal {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SEAL_BYTES = 16;

    private static final ItemKey SHARED = new ItemKey("cursor-seal", "key");
    private static final String KEY = "key";

    private final Supplier<SecretKeySpec> key;

    /** @param key at least 16 bytes, the same for all that are to understand each other's cursors */
    public CursorSeal(byte[] key) {
        SecretKeySpec known = keyOf(key);
        this.key = () -> known;
    }

    private CursorSeal(Supplier<byte[]> key) {
        this.key = new Supplier<>() {
            private @Nullable SecretKeySpec known;

            @Override
            public synchronized SecretKeySpec get() {
                SecretKeySpec found = known;
                if (found == null) {
                    found = keyOf(key.get());
                    known = found;
                }
                return found;
            }
        };
    }

    private static SecretKeySpec keyOf(byte[] key) {
        if (key.length < SEAL_BYTES) {
            throw new IllegalArgumentException("a cursor key needs at least " + SEAL_BYTES + " bytes");
        }
        return new SecretKeySpec(key, ALGORITHM);
    }

    /** With a random key: for who asks and continues within one process, or asks nothing at all. */
    public static CursorSeal ofThisProcess() {
        return new CursorSeal(randomKey());
    }

    private static byte[] randomKey() {
        byte[] key = new byte[2 * SEAL_BYTES];
        new SecureRandom().nextBytes(key);
        return key;
    }

    /**
     * With the key that the table keeps, so that every instance of a function understands every other's cursors: made by
     * whoever needs it first, read once per process. Who may read the table may read all that a cursor could lead to, so the
     * key is no more secret than that.
     */
    public static CursorSeal sharedThrough(IndexTable table) {
        return new CursorSeal(() -> Base64.getDecoder().decode(table.get(SHARED).orElseGet(() -> made(table))
                .attribute(KEY)));
    }

    private static Item made(IndexTable table) {
        Item mine = Item.of(SHARED, 1, Map.of(KEY, Base64.getEncoder().encodeToString(randomKey())));
        return switch (table.put(mine, List.of())) {
            case IndexTable.Written.Stored _ -> mine;
            case IndexTable.Written.Refused another -> another.current();
        };
    }

    String seal(RecordingQuery query, String position) {
        return seal(query.text(), position);
    }

    /** @param query the same text for the same query only */
    public String seal(String query, String position) {
        byte[] text = position.getBytes(StandardCharsets.UTF_8);
        byte[] seal = sealOf(query, text);
        return encode(ByteBuffer.allocate(SEAL_BYTES + text.length).put(seal).put(text).array());
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** @throws InvalidCursorException if this seal did not make the cursor for this query */
    String open(RecordingQuery query, String cursor) {
        return open(query.text(), cursor);
    }

    /** @throws InvalidCursorException if this seal did not make the cursor for this query */
    public String open(String query, String cursor) {
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

    private byte[] sealOf(String query, byte[] position) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key.get());
            mac.update(query.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return Arrays.copyOf(mac.doFinal(position), SEAL_BYTES);
        } catch (GeneralSecurityException unsupported) {
            throw new IllegalStateException("every Java runtime has " + ALGORITHM, unsupported);
        }
    }
}
