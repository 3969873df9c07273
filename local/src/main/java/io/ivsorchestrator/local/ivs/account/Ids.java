package io.ivsorchestrator.local.ivs.account;

import java.util.Base64;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Identifiers with IVS's lengths and alphabets. The same generator state gives the same identifiers. */
public final class Ids {
    private static final String LETTERS_AND_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final String HEXADECIMAL = "0123456789abcdef";

    private final RandomGenerator random;
    /** Of its own, so that how much is told does not change what things are called. */
    private final RandomGenerator uuids;

    public Ids(RandomGenerator random) {
        this.random = random;
        this.uuids = new SplittableRandom(random.nextLong());
    }

    /** Last part of an ARN, of participants, destinations and recordings: 12 letters and digits. */
    public String resource() {
        return text(LETTERS_AND_DIGITS, 12);
    }

    /** A live session of a channel: {@code st-} and 23 letters and digits. */
    public String stream() {
        return "st-" + text(LETTERS_AND_DIGITS, 23);
    }

    /** A session of a stage: {@code st-} and 13 letters and digits. */
    public String stageSession() {
        return "st-" + text(LETTERS_AND_DIGITS, 13);
    }

    /** The secret by which an encoder may stream: {@code sk_<region>_<12>_<30>}. */
    public String streamKey(String region) {
        return "sk_" + region + "_" + resource() + "_" + text(LETTERS_AND_DIGITS, 30);
    }

    /** The secret of encrypted SRT. */
    public String passphrase() {
        return text(LETTERS_AND_DIGITS, 64);
    }

    /** The host part that is peculiar to an account's endpoints: 12 hexadecimal digits. */
    public String host() {
        return text(HEXADECIMAL, 12);
    }

    /** The varying end of the Sid of a bucket-policy statement: 7 hexadecimal digits. */
    public String statement() {
        return text(HEXADECIMAL, 7);
    }

    /** Looks like the JSON web token that a participant joins with; is not signed. */
    public synchronized String token() {
        var payload = new byte[96];
        random.nextBytes(payload);
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return "eyJhbGciOiJLTVMiLCJ0eXAiOiJKV1QifQ." + base64.encodeToString(payload) + "."
                + text(LETTERS_AND_DIGITS, 86);
    }

    /** Of a request or an event: a version 4 UUID. */
    public synchronized String uuid() {
        long high = (uuids.nextLong() & 0xffff_ffff_ffff_0fffL) | 0x4000L;
        long low = (uuids.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    private synchronized String text(String alphabet, int length) {
        var text = new StringBuilder(length);
        for (int index = 0; index < length; index++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
