package io.ivsorchestrator.index;

import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.Subject;

/**
 * An item's primary key. Items that must find each other share a partition, so that one strongly consistent query reads
 * both:
 *
 * <pre>
 * channel.&lt;channel&gt;.&lt;recording&gt;        recording                          channel recording
 * stream.&lt;channel&gt;.&lt;stream&gt;            stream | recording | link.&lt;id&gt;     stream, its failed start, links to its recordings
 * participant.&lt;stage&gt;.&lt;participant&gt;    session.&lt;session&gt;                  participant in a session
 *                                      recording.&lt;time&gt;.&lt;session&gt;         participant recording
 * composition.&lt;composition&gt;            composition | recording.&lt;dest&gt;     composition, composite recordings
 * pointer.&lt;recording id&gt;               session.&lt;...&gt; | user.&lt;...&gt;        the recording under a further session or user
 * </pre>
 */
public record ItemKey(String partition, String sort) {
    static final String RECORDING = "recording";
    static final String LINK = "link.";

    /** Where a subject's facts are kept. */
    static ItemKey of(Subject subject) {
        return new ItemKey(partitionOf(subject), switch (subject) {
            case RecordingId.Channel _,RecordingId.UnrecordedStream _ -> RECORDING;
            case RecordingId.Participant id -> RECORDING + "." + id.timestamp() + "." + id.sessionId();
            case RecordingId.Composite id -> RECORDING + "." + id.destinationId();
            case Subject.StreamSession _ -> "stream";
            case Subject.StageParticipant participant -> "session." + participant.sessionId();
            case Subject.Composition _ -> "composition";
        });
    }

    static String partitionOf(Subject subject) {
        return switch (subject) {
            case RecordingId.Channel id -> id.text();
            case RecordingId.UnrecordedStream id -> stream(id.channelId(), id.streamId());
            case RecordingId.Participant id -> participant(id.stageId(), id.participantId());
            case RecordingId.Composite id -> "composition." + id.compositionId();
            case Subject.StreamSession stream -> stream(stream.channelId(), stream.streamId());
            case Subject.StageParticipant it -> participant(it.stageId(), it.participantId());
            case Subject.Composition composition -> composition.text();
        };
    }

    /** In a counterpart's partition: names a recording that is kept in another one. */
    static ItemKey link(String partition, RecordingId id) {
        return new ItemKey(partition, LINK + id.text());
    }

    static ItemKey pointer(RecordingId id, String under) {
        return new ItemKey("pointer." + id.text(), under);
    }

    static String participant(String stageId, String participantId) {
        return "participant." + stageId + "." + participantId;
    }

    private static String stream(String channelId, String streamId) {
        return "stream." + channelId + "." + streamId;
    }
}
