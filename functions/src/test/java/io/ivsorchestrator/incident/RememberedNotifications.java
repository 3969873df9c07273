package io.ivsorchestrator.incident;

import java.util.ArrayList;
import java.util.List;

/** Keeps what was sent, for tests; can be out of order. */
public final class RememberedNotifications implements Notifications {
    private final List<Message> sent = new ArrayList<>();
    private int failures;

    /** What was sent. */
    public record Message(String subject, String text) {}

    @Override
    public synchronized void send(String subject, String text) {
        if (failures > 0) {
            failures--;
            throw new NotificationException("the topic is away", new IllegalStateException("503"));
        }
        sent.add(new Message(subject, text));
    }

    /** The next so many messages are refused. */
    public synchronized void failNext(int messages) {
        failures = messages;
    }

    public synchronized List<Message> sent() {
        return List.copyOf(sent);
    }
}
