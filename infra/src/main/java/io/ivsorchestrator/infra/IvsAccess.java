package io.ivsorchestrator.infra;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.Stack;

/**
 * What functions may do with IVS, whose two APIs share one prefix. What changes or ends something is limited to the kinds of
 * resources of this account and region that it is for; what a deployment deletes must carry its tag.
 */
final class IvsAccess {
    private static final String READING = "IVS's lists and reads go over channels, stages, sessions and configurations that"
            + " come and go, and lists know no resource";
    private static final String CREATING = "IVS's create actions cannot be limited to one resource (IVS user guides,"
            + " \"Identity-Based Policy Examples\")";

    private final Stack stack;
    private final String deployment;

    IvsAccess(Stack stack, Deployment deployment) {
        this.stack = stack;
        this.deployment = deployment.settings().deployment();
    }

    static Permission reading(String... operations) {
        return Permission.onAnything(actions(operations), READING);
    }

    static Permission creating(String... operations) {
        return Permission.onAnything(actions(operations), CREATING);
    }

    /** @param kind as in ARNs, for example {@code recording-configuration} */
    Permission changing(String kind, String... operations) {
        return Permission.to(actions(operations), List.of(all(kind)));
    }

    /** Configurations of this deployment only, whoever asks for what. */
    Permission deletingOurs(String kind, String operation) {
        return changing(kind, operation).when(Map.of("StringEquals",
                Map.of("aws:ResourceTag/" + OrchestratorApp.DEPLOYMENT_TAG, deployment)));
    }

    Permission taggingConfigurations() {
        return tagging("recording-configuration", "storage-configuration");
    }

    Permission taggingCompositions() {
        return tagging("composition");
    }

    /**
     * To create something with tags. The Service Authorization Reference names no such dependency of IVS's create actions; that
     * they do without is not verified, so it is granted on the kinds that are created with tags, and on no others.
     */
    private Permission tagging(String... kinds) {
        return Permission.to(actions("TagResource"), Stream.of(kinds).map(this::all).toList());
    }

    /**
     * What IVS does on behalf of whoever creates configurations: it makes the role by which channels record, and writes its
     * grant into the bucket's policy (IVS user guides, "Identity-Based Policy Examples" of recording to S3).
     */
    List<Permission> onBehalf(StorageStack storage) {
        return List.of(
                Permission.to(List.of("iam:AttachRolePolicy", "iam:CreateServiceLinkedRole", "iam:PutRolePolicy"),
                        List.of("arn:" + stack.getPartition() + ":iam::" + stack.getAccount()
                                + ":role/aws-service-role/ivs.amazonaws.com/AWSServiceRoleForIVSRecordToS3*")),
                Permission.to(List.of("s3:GetBucketLocation", "s3:GetBucketPolicy", "s3:PutBucketPolicy"),
                        storage.bucketArns()));
    }

    private String all(String kind) {
        return stack.formatArn(ArnComponents.builder().service("ivs").resource(kind).resourceName("*").build());
    }

    private static List<String> actions(String... operations) {
        return Stream.of(operations).map(operation -> "ivs:" + operation).sorted().toList();
    }
}
