package io.ivsorchestrator.local.ivs.account;

/**
 * Which account this is and how it behaves.
 *
 * @param accountId twelve digits
 * @param region such as {@code eu-west-1}; in {@code us-east-1} a recording configuration with an unusable bucket is
 *     created and fails, elsewhere the call is refused
 * @param verified whether AWS has verified the account for IVS; otherwise creating answers PendingVerification
 * @param callRatesLimited whether calls above the documented rates answer ThrottlingException
 * @param creationFails whether recording configurations become CREATE_FAILED, whatever their bucket; of itself this happens
 *     in {@code us-east-1} only
 */
public record AccountSettings(
        String accountId,
        String region,
        Quotas quotas,
        Timings timings,
        boolean verified,
        boolean callRatesLimited,
        boolean creationFails) {

    /** A verified account with default quotas and timings and without limits on call rates. */
    public static AccountSettings of(String accountId, String region) {
        return new AccountSettings(accountId, region, Quotas.DEFAULT, Timings.DEFAULT, true, false, false);
    }

    public AccountSettings withQuotas(Quotas changed) {
        return new AccountSettings(accountId, region, changed, timings, verified, callRatesLimited, creationFails);
    }

    public AccountSettings withTimings(Timings changed) {
        return new AccountSettings(accountId, region, quotas, changed, verified, callRatesLimited, creationFails);
    }

    public AccountSettings withVerified(boolean changed) {
        return new AccountSettings(accountId, region, quotas, timings, changed, callRatesLimited, creationFails);
    }

    public AccountSettings withCallRatesLimited(boolean changed) {
        return new AccountSettings(accountId, region, quotas, timings, verified, changed, creationFails);
    }

    public AccountSettings withCreationFailing(boolean changed) {
        return new AccountSettings(accountId, region, quotas, timings, verified, callRatesLimited, changed);
    }
}
