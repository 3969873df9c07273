package io.ivsorchestrator.ivs;

import io.ivsorchestrator.ivs.CallLedger.LedgerUnavailableException;
import io.ivsorchestrator.ivs.CallLimiter.Permission;
import io.ivsorchestrator.ivs.IvsRefusedException.Deferred;
import io.ivsorchestrator.ivs.IvsRefusedException.Throttled;
import io.ivsorchestrator.ivs.IvsRefusedException.Unavailable;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Calls within the deployment's share. In a function a call that is one too many is not made, and the exception says when to
 * try again, for instance by a delayed message; an operator's command waits.
 */
public final class LimitedCalls implements IvsCalls {
    private final CallLimiter limiter;
    private final Predicate<Instant> await;

    private LimitedCalls(CallLimiter limiter, Predicate<Instant> await) {
        this.limiter = limiter;
        this.await = await;
    }

    /** Never waits. */
    public static LimitedCalls inFunction(CallLimiter limiter) {
        return new LimitedCalls(limiter, _ -> false);
    }

    /**
     * Waits, also for IVS to take calls again.
     *
     * @param await waits until the given time; false if it will not, then the call is refused as in a function
     */
    public static LimitedCalls inCommand(CallLimiter limiter, Predicate<Instant> await) {
        return new LimitedCalls(limiter, await);
    }

    @Override
    public <T> T call(IvsOperation operation, Supplier<T> call) {
        while (true) {
            Instant notBefore;
            IvsRefusedException refusal;
            try {
                switch (limiter.ask(operation)) {
                    case Permission.Now _ -> {
                        return call.get();
                    }
                    case Permission.At at -> {
                        notBefore = at.time();
                        refusal = new Deferred(operation, notBefore);
                    }
                }
            } catch (Throttled throttled) {
                notBefore = toldAll(operation, throttled);
                refusal = throttled.until(notBefore);
            } catch (LedgerUnavailableException silent) {
                throw unavailable(operation, silent);
            }
            if (!await.test(notBefore)) {
                throw refusal;
            }
        }
    }

    private Instant toldAll(IvsOperation operation, Throttled throttled) {
        try {
            return limiter.throttled(operation);
        } catch (LedgerUnavailableException silent) {
            IvsRefusedException unavailable = unavailable(operation, silent);
            unavailable.addSuppressed(throttled);
            throw unavailable;
        }
    }

    private static IvsRefusedException unavailable(IvsOperation operation, LedgerUnavailableException silent) {
        IvsRefusedException unavailable = new Unavailable(operation, "CallLedgerUnavailable",
                String.valueOf(silent.getMessage()));
        unavailable.initCause(silent);
        return unavailable;
    }
}
