package io.ivsorchestrator.recovery;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.ivs.BucketPolicy;
import io.ivsorchestrator.ivs.IvsRefusedException;
import io.ivsorchestrator.ivs.LowLatencyApi;
import io.ivsorchestrator.ivs.RealTimeApi;
import io.ivsorchestrator.ivs.RecordingConfiguration;
import io.ivsorchestrator.ivs.StorageConfiguration;
import io.ivsorchestrator.recording.RecordingKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds out why a recording failed: looks at the configuration, then at its bucket, and believes IVS's error code only where
 * looking finds nothing. At most two IVS calls and four of S3.
 */
final class Examination {
    private final LowLatencyApi lowLatency;
    private final RealTimeApi realTime;
    private final Buckets buckets;

    Examination(LowLatencyApi lowLatency, RealTimeApi realTime, Buckets buckets) {
        this.lowLatency = lowLatency;
        this.realTime = realTime;
        this.buckets = buckets;
    }

    /**
     * A cause, and what was seen on the way to it, one sentence each.
     *
     * @param bucket that was looked at, if any
     */
    record Finding(Diagnosis diagnosis, Optional<String> bucket, List<String> seen) {
        Finding {
            seen = List.copyOf(seen);
        }
    }

    /**
     * Looks.
     *
     * @throws IvsRefusedException   if IVS must be asked again later
     * @throws Buckets.LookException if S3 must be
     */
    Finding examine(FailedRecording failed) {
        return new Look(failed).finding();
    }

    /** Without a look, for what failed too long ago to be seen. */
    Finding byCode(FailedRecording failed) {
        return new Look(failed).told();
    }

    private final class Look {
        private final FailedRecording failed;
        private final List<String> seen = new ArrayList<>();
        private Optional<String> bucket;
        private Optional<Diagnosis> byConfiguration = Optional.empty();

        Look(FailedRecording failed) {
            this.failed = failed;
            this.bucket = failed.bucket();
        }

        Finding told() {
            said();
            seen.add("It failed too long ago for a look to show why.");
            return new Finding(byCode(), bucket, seen);
        }

        private void said() {
            seen.add("IVS said " + failed.code() + (failed.message().isEmpty() ? "" : " (" + failed.message() + ")")
                    + " when the recording " + (failed.partial() ? "was running." : "was to start."));
        }

        Finding finding() {
            said();
            failed.source().ifPresent(this::configuration);
            Diagnosis diagnosis = bucket.flatMap(this::bucket).or(() -> byConfiguration).orElseGet(this::byCode);
            return new Finding(diagnosis, bucket, seen);
        }

        private void configuration(Arn source) {
            try {
                if (failed.summary().kind() == RecordingKind.CHANNEL) {
                    lowLatency.getChannel(source).recordingConfiguration().ifPresentOrElse(this::recording,
                            () -> seen.add("The channel is not recorded any more."));
                } else if (failed.summary().kind() == RecordingKind.PARTICIPANT) {
                    realTime.getStage(source).recording().storageConfiguration().ifPresentOrElse(this::storage,
                            () -> seen.add("The stage's participants are not recorded any more."));
                }
            } catch (IvsRefusedException.NotFound gone) {
                seen.add(source + " does not exist any more.");
            } catch (IvsRefusedException.AccessDenied denied) {
                seen.add("Could not look at " + source + ": " + denied.getMessage());
            }
        }

        private void recording(Arn arn) {
            try {
                RecordingConfiguration configuration = lowLatency.getRecordingConfiguration(arn);
                bucket = bucket.or(configuration::bucket);
                seen.add("Recording configuration " + arn + " is " + configuration.state() + ".");
                if (configuration.hasFailed()) {
                    byConfiguration = Optional
                            .of(new Diagnosis.ConfigurationCreateFailed(arn.value(), configuration.bucket()));
                }
            } catch (IvsRefusedException.NotFound gone) {
                missing(arn);
            }
        }

        private void storage(Arn arn) {
            try {
                StorageConfiguration configuration = realTime.getStorageConfiguration(arn);
                bucket = bucket.or(configuration::bucket);
                seen.add("Storage configuration " + arn + " exists.");
            } catch (IvsRefusedException.NotFound gone) {
                missing(arn);
            }
        }

        private void missing(Arn arn) {
            seen.add("Configuration " + arn + " does not exist.");
            byConfiguration = Optional.of(new Diagnosis.ConfigurationMissing(arn.value()));
        }

        private Optional<Diagnosis> bucket(String name) {
            return switch (buckets.look(name)) {
                case Buckets.Bucket.Missing _ -> {
                    seen.add("Bucket " + name + " does not exist.");
                    yield Optional.of(new Diagnosis.BucketMissing(name));
                }
                case Buckets.Bucket.Hidden hidden -> {
                    seen.add("Bucket " + name + " exists and may not be looked at: " + hidden.why());
                    yield Optional.empty();
                }
                case Buckets.Bucket.Found found -> found(name, found);
            };
        }

        private Optional<Diagnosis> found(String name, Buckets.Bucket.Found found) {
            if (!found.unseen().isEmpty()) {
                seen.add("Could not see of bucket " + name + ": " + String.join(", ", found.unseen()) + ".");
            }
            Optional<String> region = failed.source().map(Arn::region);
            if (region.isPresent() && !region.get().equals(found.region())) {
                seen.add("Bucket " + name + " is in " + found.region() + ", " + failed.source().get() + " is not.");
                return Optional.of(new Diagnosis.BucketInOtherRegion(name, found.region(), region.get()));
            }
            seen.add("Bucket " + name + " is in " + found.region() + ".");
            if (found.encryption().filter(Buckets.Encryption.SSE_KMS::equals).isPresent()) {
                seen.add("Its default encryption is SSE-KMS.");
                return Optional.of(new Diagnosis.KmsEncryption(name));
            }
            return failed.realTime() ? writable(name, found) : Optional.empty();
        }

        private Optional<Diagnosis> writable(String name, Buckets.Bucket.Found found) {
            if (found.ownership().filter(Buckets.Ownership.OBJECT_WRITER::equals).isPresent()) {
                seen.add("Its Object Ownership is Object writer.");
                return Optional.of(new Diagnosis.WriterOwnsObjects(name));
            }
            if (found.unseen().contains("bucket policy")) {
                return Optional.empty();
            }
            BucketPolicy policy = found.policy().map(BucketPolicy::new).orElseGet(BucketPolicy::empty);
            if (!policy.grants(name, found.region())) {
                seen.add("Its policy does not let " + BucketPolicy.writer(found.region()) + " write.");
                return Optional.of(new Diagnosis.GrantLost(name, found.region()));
            }
            seen.add("Its policy lets " + BucketPolicy.writer(found.region()) + " write.");
            if (!policy.denials().isEmpty()) {
                seen.add("Its policy also denies something, which may concern IVS: " + policy.denials() + ".");
            }
            return Optional.empty();
        }

        /** IVS Real-Time User Guide, "Using Amazon EventBridge": the error codes of failed recordings and their causes. */
        private Diagnosis byCode() {
            String where = failed.source().map(Arn::value).or(() -> bucket.map(Diagnosis::bucketArn))
                    .orElse("recording:" + failed.id().text());
            boolean codec = failed.message().toLowerCase(Locale.ROOT).contains("codec");
            return switch (failed.code()) {
                case "InternalServerException" -> new Diagnosis.ServiceError(where);
                case "ServiceQuotaExceededException", "LimitExceededException" -> new Diagnosis.QuotaReached(where);
                // Of a channel it may mean anything about the bucket; of a participant only one thing is documented.
                case "ValidationException" -> codec || failed.realTime()
                        ? new Diagnosis.UnsupportedCodec(where)
                        : new Diagnosis.Unknown(where);
                default -> new Diagnosis.Unknown(where);
            };
        }
    }
}
