package io.ivsorchestrator.recovery;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.incident.IncidentKey;

/** What a person can do about a cause, in one or two sentences; the runbook page says more. */
final class Cure {
    private Cure() {
    }

    static String of(IncidentKey key) {
        String resource = key.resource();
        return switch (key.cause()) {
            case BUCKET_MISSING -> "Create bucket " + name(resource)
                    + " again in the region of your channels and stages,"
                    + " with Object Ownership \"Bucket owner enforced\" and SSE-S3. For stages, create the storage"
                    + " configuration again, too, so that IVS writes the bucket policy.";
            case BUCKET_IN_OTHER_REGION ->
                    "IVS records only to buckets of its own region. Attach a configuration with a"
                            + " bucket in the region of the channel or stage instead of " + name(resource) + ".";
            case POLICY_GRANT_LOST -> "Let IVS put objects and their ACL into bucket " + name(resource)
                    + " again, and find out who replaced the policy: PutBucketPolicy and CloudFormation replace all of it.";
            case OBJECT_OWNERSHIP -> "Set Object Ownership of bucket " + name(resource)
                    + " to \"Bucket owner enforced\" or \"Bucket owner preferred\": IVS writes with the ACL"
                    + " bucket-owner-full-control.";
            case SSE_KMS -> "Set the default encryption of bucket " + name(resource)
                    + " to SSE-S3: IVS does not record to buckets that are encrypted with SSE-KMS.";
            case CONFIGURATION_MISSING -> "Attach a configuration that exists: " + resource + " does not.";
            case CONFIGURATION_CREATE_FAILED -> "Attach a new configuration and delete " + resource
                    + ", which stays CREATE_FAILED. Check first that its bucket exists in the same region.";
            case UNSUPPORTED_CODEC -> "Let publishers send H.264: IVS records no other video codec.";
            case SERVICE_ERROR ->
                    "Nothing is wrong on your side as far as can be seen. If it goes on, open a case with AWS"
                            + " Support and name the recording.";
            case QUOTA_EXCEEDED -> "Ask for a higher quota in Service Quotas, or use less of what is counted.";
            case ACCOUNT_NOT_VERIFIED -> "Ask AWS Support to verify the account for Amazon IVS.";
            case ACCESS_DENIED ->
                    "Give the deployment the permission that is named: a boundary or an organization's policy may"
                            + " deny it.";
            case POLICY_REFUSED -> "Correct the recording policy; what is wrong with it is said where it is.";
            case UNKNOWN ->
                    "Look at what was found and at the stream or participant itself; if recordings go on failing,"
                            + " open a case with AWS Support.";
        };
    }

    private static String name(String bucketArn) {
        return new Arn(bucketArn).resourceId();
    }
}
