package io.ivsorchestrator.playback;

import java.util.Optional;

/** Makes tokens: text sealed so that any change to it is noticed, as URL-safe text. */
public interface TokenSeal {
    String seal(String text);

    /** The text, or empty if this seal did not make the token. */
    Optional<String> open(String token);
}
