package io.ivsorchestrator.provisioning;

/**
 * Where we are.
 *
 * @param account 12 digits
 * @param region  for example {@code eu-west-1}
 */
public record Place(String account, String region) {
    /** What an incident of the whole account is about. */
    String accountResource() {
        return "account:" + account;
    }
}
