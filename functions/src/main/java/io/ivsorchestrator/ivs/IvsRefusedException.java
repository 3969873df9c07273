package io.ivsorchestrator.ivs;

import java.io.Serial;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * IVS did not do what it was asked to, by what that means to the caller (IVS API References, "Common Errors"; the HTTP status
 * decides, and where two errors share one, the error's name).
 */
public abstract sealed class IvsRefusedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final IvsOperation operation;
    private final String error;

    private IvsRefusedException(IvsOperation operation, String error, String text) {
        super(operation + ": " + error + (text.isEmpty() ? "" : ": " + text));
        this.operation = operation;
        this.error = error;
    }

    /** What was asked. */
    public IvsOperation operation() {
        return operation;
    }

    /** The error's name as the API gives it, for example {@code ConflictException}; an open set. */
    public String error() {
        return error;
    }

    /** When to ask again, if somebody knows: the limiter does. */
    public Optional<Instant> notBefore() {
        return Optional.empty();
    }

    /** Our own limiter held the call back; IVS was not asked. */
    public static final class Deferred extends IvsRefusedException {
        @Serial
        private static final long serialVersionUID = 1;
        private final Instant notBefore;

        public Deferred(IvsOperation operation, Instant notBefore) {
            super(operation, "Deferred", "our share of calls a second is used up until " + notBefore);
            this.notBefore = notBefore;
        }

        @Override
        public Optional<Instant> notBefore() {
            return Optional.of(notBefore);
        }
    }

    /** Too many calls, ours or those of others (429). */
    public static final class Throttled extends IvsRefusedException {
        @Serial
        private static final long serialVersionUID = 1;
        private final @Nullable Instant notBefore;

        public Throttled(IvsOperation operation, String error, String text) {
            this(operation, error, text, null);
        }

        private Throttled(IvsOperation operation, String error, String text,
                @Nullable Instant notBefore) {
            super(operation, error, text);
            this.notBefore = notBefore;
        }

        /** The same, with the time that the limiter found. */
        Throttled until(Instant time) {
            Throttled told = new Throttled(operation(), error(), "not before " + time, time);
            told.initCause(this);
            return told;
        }

        @Override
        public Optional<Instant> notBefore() {
            return Optional.ofNullable(notBefore);
        }
    }

    /** The resource's state does not allow it (409). */
    public static final class Conflict extends IvsRefusedException {
        @Serial
        private static final long serialVersionUID = 1;

        public Conflict(IvsOperation operation, String error, String text) {
            super(operation, error, text);
        }
    }

    /** There is no such resource (404). */
    public static final class NotFound extends IvsRefusedException {
        @Serial
        private static final long serialVersionUID = 1;

        public NotFound(IvsOperation operation, String error, String text) {
            super(operation, error, text);
        }
    }

    /** The channel is offline (404, by name). */
    public static final class NotBroadcasting extends IvsRefusedException {
        @Serial
        private static final long serialVersionUID = 1;

        public NotBroadcasting(IvsOperation operation, String error, String text) {
            super(operation, error, text);
        }
    }

    /** A quota of resources is used up (402); asking again does not help. */
    public static final class QuotaExceeded extends IvsRefusedException {
        @Serial
        private static final long serialVersionUID = 1;

        public QuotaExceeded(IvsOperation operation, String error, String text) {
            super(operation, error, text);
        }
    }

    /** AWS has not verified the account for IVS (403, by name); AWS Support does. */
    public static final class PendingVerification extends IvsRefusedException {
        @Serial
        private static final long serialVersionUID = 1;

        public PendingVerification(IvsOperation operation, String error, String text) {
            super(operation, error, text);
        }
    }

    /** We lack the permission (403). */
    public static final class AccessDenied extends IvsRefusedException {
        @Serial
        private static final long serialVersionUID = 1;

        public AccessDenied(IvsOperation operation, String error, String text) {
            super(operation, error, text);
        }
    }

    /** The request is wrong and will always be (400 and whatever else blames the caller). */
    public static final class Invalid extends IvsRefusedException {
        @Serial
        private static final long serialVersionUID = 1;

        public Invalid(IvsOperation operation, String error, String text) {
            super(operation, error, text);
        }
    }

    /** IVS could not, or the answer did not arrive (5xx, timeouts, expired credentials): passes. */
    public static final class Unavailable extends IvsRefusedException {
        @Serial
        private static final long serialVersionUID = 1;

        public Unavailable(IvsOperation operation, String error, String text) {
            super(operation, error, text);
        }
    }
}
