package io.ivsorchestrator.recovery;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.incident.Attempt;
import io.ivsorchestrator.incident.Incident;
import io.ivsorchestrator.recording.RecordingKind;
import io.ivsorchestrator.recording.S3Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Something that can be done about a failed recording. */
sealed interface Remedy {
    /** As incidents and messages call it. */
    String name();

    RecoveryMode.Permission permission();

    /** Puts IVS's statement back into the bucket policy. */
    record RestoreGrant(String bucket, String region, String partition) implements Remedy {
        @Override
        public String name() {
            return "restore-policy-grant";
        }

        @Override
        public RecoveryMode.Permission permission() {
            return RecoveryMode.Permission.REPAIR;
        }
    }

    /**
     * Makes a recording configuration anew, attaches it to all channels that have the broken one, and removes that.
     *
     * @param channel  whose recording failed
     * @param streamId whose session may remember what the configuration was, if that is gone
     */
    record ReplaceConfiguration(Arn channel, String configuration, Optional<String> streamId) implements Remedy {
        @Override
        public String name() {
            return "replace-configuration";
        }

        @Override
        public RecoveryMode.Permission permission() {
            return RecoveryMode.Permission.REPAIR;
        }
    }

    /** Makes a stage's storage configuration anew and attaches it. */
    record ReplaceStorage(Arn stage, String configuration, String bucket) implements Remedy {
        @Override
        public String name() {
            return "replace-storage-configuration";
        }

        @Override
        public RecoveryMode.Permission permission() {
            return RecoveryMode.Permission.REPAIR;
        }
    }

    /** Records the session by a composition, as long as somebody publishes. */
    record Compose(Arn stage, String sessionId) implements Remedy {
        @Override
        public String name() {
            return "compose";
        }

        @Override
        public RecoveryMode.Permission permission() {
            return RecoveryMode.Permission.COMPOSE;
        }
    }

    /** Stops the stream, so that the encoder connects again and is recorded. */
    record RestartStream(Arn channel, String streamId) implements Remedy {
        @Override
        public String name() {
            return "restart-stream";
        }

        @Override
        public RecoveryMode.Permission permission() {
            return RecoveryMode.Permission.RESTART_STREAM;
        }
    }

    /** Those that touch nothing live. */
    static List<Remedy> repairs(Incident incident, FailedRecording failed) {
        String resource = incident.key().resource();
        Optional<Arn> source = failed.source();
        return switch (incident.key().cause()) {
            case POLICY_GRANT_LOST -> source.stream().<Remedy>map(it -> new RestoreGrant(new Arn(resource).resourceId(),
                    it.region(), partition(it))).toList();
            case CONFIGURATION_CREATE_FAILED, CONFIGURATION_MISSING -> source.flatMap(
                    it -> replacement(it, resource, failed)).stream().toList();
            case BUCKET_MISSING, BUCKET_IN_OTHER_REGION, OBJECT_OWNERSHIP, SSE_KMS, UNSUPPORTED_CODEC, SERVICE_ERROR,
                    QUOTA_EXCEEDED, ACCOUNT_NOT_VERIFIED, ACCESS_DENIED, POLICY_REFUSED, UNKNOWN ->
                    List.of();
        };
    }

    private static String partition(Arn arn) {
        String[] parts = arn.value().split(":", 3);
        return parts[1];
    }

    private static Optional<Remedy> replacement(Arn source, String configuration, FailedRecording failed) {
        return switch (failed.summary().kind()) {
            case CHANNEL -> Optional.of(new ReplaceConfiguration(source, configuration,
                    failed.summary().streamIds().stream().findFirst()));
            case PARTICIPANT -> failed.summary().location().map(S3Location::bucket)
                    .map(bucket -> new ReplaceStorage(source, configuration, bucket));
            case COMPOSITE -> Optional.empty();
        };
    }

    /** Those that touch what is live; none while the cause would make them fail, too. */
    static List<Remedy> onLive(Incident incident, FailedRecording failed) {
        boolean nothingRecorded = !failed.partial();
        if (!nothingRecorded || blocked(incident) || failed.source().isEmpty()) {
            return List.of();
        }
        Arn source = failed.source().get();
        List<Remedy> remedies = new ArrayList<>();
        if (failed.summary().kind() == RecordingKind.CHANNEL) {
            failed.summary().streamIds().forEach(stream -> remedies.add(new RestartStream(source, stream)));
        } else if (failed.summary().kind() == RecordingKind.PARTICIPANT) {
            failed.summary().sessionIds().forEach(session -> remedies.add(new Compose(source, session)));
        }
        return remedies;
    }

    private static boolean blocked(Incident incident) {
        boolean passes = switch (incident.key().cause()) {
            case SERVICE_ERROR, UNKNOWN, UNSUPPORTED_CODEC -> true;
            case BUCKET_MISSING, BUCKET_IN_OTHER_REGION, POLICY_GRANT_LOST, OBJECT_OWNERSHIP, SSE_KMS,
                    CONFIGURATION_MISSING, CONFIGURATION_CREATE_FAILED, QUOTA_EXCEEDED, ACCOUNT_NOT_VERIFIED,
                    ACCESS_DENIED, POLICY_REFUSED ->
                    false;
        };
        boolean repaired = incident.attempts().stream().anyMatch(attempt -> attempt.outcome() == Attempt.Outcome.DONE);
        return !passes && !repaired;
    }
}
