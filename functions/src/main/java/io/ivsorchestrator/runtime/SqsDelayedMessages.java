package io.ivsorchestrator.runtime;

import java.time.Duration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

/** In an SQS standard queue, by message timers. Needs {@code sqs:SendMessage} on it. One request per message. */
public final class SqsDelayedMessages implements DelayedMessages {
    private final SqsClient sqs;
    private final String queueUrl;

    public SqsDelayedMessages(SqsClient sqs, String queueUrl) {
        this.sqs = sqs;
        this.queueUrl = queueUrl;
    }

    @Override
    public void send(String body, Duration delay) {
        try {
            sqs.sendMessage(request -> request.queueUrl(queueUrl).messageBody(body).delaySeconds(seconds(delay)));
        } catch (SdkException failed) {
            throw new MessageNotSentException("cannot send to " + queueUrl + ": " + failed.getMessage(), failed);
        }
    }

    private static int seconds(Duration delay) {
        if (delay.isNegative()) {
            return 0;
        }
        Duration kept = delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
        return (int) kept.plusNanos(999_999_999).toSeconds();
    }
}
