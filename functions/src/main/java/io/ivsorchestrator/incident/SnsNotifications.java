package io.ivsorchestrator.incident;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sns.SnsClient;

/** To the subscribers of an Amazon SNS topic. Needs {@code sns:Publish} on it. */
public final class SnsNotifications implements Notifications {
    /** "Subjects must be ASCII text [...] less than 100 characters long" (SNS API Reference, Publish). */
    private static final int MAX_SUBJECT = 99;
    /** Bytes; the API's limit is 256 KB of UTF-8, of which a character takes at most four. */
    private static final int MAX_TEXT = 60_000;

    private final SnsClient sns;
    private final String topicArn;

    public SnsNotifications(SnsClient sns, String topicArn) {
        this.sns = sns;
        this.topicArn = topicArn;
    }

    @Override
    public void send(String subject, String text) {
        try {
            sns.publish(request -> request.topicArn(topicArn).subject(line(subject))
                    .message(text.substring(0, Math.min(text.length(), MAX_TEXT))));
        } catch (SdkException failed) {
            throw new NotificationException("cannot publish to " + topicArn + ": " + failed.getMessage(), failed);
        }
    }

    /** What SNS takes as a subject: printable ASCII, no line breaks. */
    static String line(String subject) {
        String line = subject.replaceAll("[^\\x20-\\x7e]", "?").strip();
        return line.length() <= MAX_SUBJECT ? line : line.substring(0, MAX_SUBJECT - 3) + "...";
    }
}
