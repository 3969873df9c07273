package io.ivsorchestrator.ivs;

import java.util.function.Supplier;

/** What every call to IVS passes through. */
public interface IvsCalls {
    /**
     * Makes the call, or does not.
     *
     * @throws IvsRefusedException          as the call does
     * @throws IvsRefusedException.Deferred if it was not made, because it would have been one too many
     */
    <T> T call(IvsOperation operation, Supplier<T> call);

    /** Makes every call at once; for tests and for accounts that nobody shares. */
    static IvsCalls unlimited() {
        return new IvsCalls() {
            @Override
            public <T> T call(IvsOperation operation, Supplier<T> call) {
                return call.get();
            }
        };
    }
}
