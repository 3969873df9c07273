package io.ivsorchestrator.recording;

import java.util.Locale;

/**
 * The hexadecimal text by which S3 orders the events of one key; not comparable across keys. The shorter of two is padded
 * with zeros on the right, then they are compared as text (S3 User Guide, "Event message structure").
 */
public record Sequencer(String value) implements Comparable<Sequencer> {
    @Override
    public int compareTo(Sequencer other) {
        int length = Math.max(value.length(), other.value.length());
        return padded(length).compareTo(other.padded(length));
    }

    private String padded(int length) {
        return value.toUpperCase(Locale.ROOT) + "0".repeat(length - value.length());
    }
}
