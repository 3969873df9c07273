package io.ivsorchestrator.ivs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ivsorchestrator.events.json.JsonException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BucketPolicyTest {
    private static final String BUCKET = "acme-live-recordings-usw2";
    private static final String REGION = "us-west-2";
    /** As IVS writes it (IVS Real-Time User Guide, "Composite Recording"). */
    private static final String OF_IVS = """
            {
              "Sid": "CompositeWrite-a1b2c3d",
              "Effect": "Allow",
              "Principal": {
                "Service": "ivs-composite.us-west-2.amazonaws.com"
              },
              "Action": [
                "s3:PutObject",
                "s3:PutObjectAcl"
              ],
              "Resource": "arn:aws:s3:::acme-live-recordings-usw2/*",
              "Condition": {
                "StringEquals": {
                  "s3:x-amz-acl": "bucket-owner-full-control"
                },
                "Bool": {
                  "aws:SecureTransport": "true"
                }
              }
            }""";
    private static final String OTHER = """
            { "Sid" : "Odd[]{}\\"form", "Effect":"Deny","Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::b","arn:aws:s3:::b/*"],
              "Condition":{"Bool":{"aws:SecureTransport":"false"}} }""";

    private static BucketPolicy policy(String statements) {
        return new BucketPolicy(
                "{ \"Version\": \"2012-10-17\",\n \"Statement\": " + statements + ",\n \"Id\": \"x\" }\n");
    }

    private static BucketPolicy granting(BucketPolicy policy) {
        return policy.granting(BUCKET, REGION, "aws");
    }

    @Test
    void statementThatIvsWrites_isSeen() {
        assertThat(policy("[" + OTHER + "," + OF_IVS + "]").grants(BUCKET, REGION)).isTrue();
        assertThat(policy(OF_IVS).grants(BUCKET, REGION)).isTrue();
        assertThat(policy("[" + OTHER + "]").grants(BUCKET, REGION)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"us-west-2.amazonaws.com|eu-west-1.amazonaws.com", "Allow|Deny",
        "acme-live-recordings-usw2/*|acme-live-recordings-usw2/ivs/*", "\"s3:PutObjectAcl\"|\"s3:GetObject\"",
        "acme-live-recordings-usw2/*|another/*"})
    void statementThatGrantsLess_isNotEnough(String change) {
        String[] parts = change.split("\\|", -1);
        assertThat(OF_IVS).contains(parts[0]);

        assertThat(policy("[" + OF_IVS.replace(parts[0], parts[1]) + "]").grants(BUCKET, REGION)).isFalse();
    }

    @Test
    void widerGrant_isEnough() {
        assertThat(policy("[" + OF_IVS.replace("\"s3:PutObject\",", "\"s3:*\",") + "]").grants(BUCKET, REGION))
                .isTrue();
    }

    @Test
    void addedGrant_leavesEveryCharacterOfTheRest() {
        BucketPolicy before = policy("[" + OTHER + " ]");
        BucketPolicy after = granting(before);

        int added = after.text().length() - before.text().length();
        int at = before.text().indexOf(" ]") + 1;
        assertThat(after.text().substring(0, at)).isEqualTo(before.text().substring(0, at));
        assertThat(after.text().substring(at + added)).isEqualTo(before.text().substring(at));
        assertThat(after.grants(BUCKET, REGION)).isTrue();
        assertThat(after.keeps(before)).isTrue();
        assertThat(before.keeps(after)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[ ]",
        "{\"Sid\":\"One\",\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:GetObject\"}"})
    void emptyListAndSingleStatement_takeOneMore(String statements) {
        BucketPolicy before = policy(statements);

        assertThat(granting(before).grants(BUCKET, REGION)).isTrue();
        assertThat(granting(before).keeps(before)).isTrue();
    }

    @Test
    void addedTwice_hasTwoNames() {
        assertThat(granting(granting(BucketPolicy.empty())).text()).contains("\"IvsRecordingWrite\"",
                "\"IvsRecordingWrite2\"");
    }

    @Test
    void regionsOfOtherPartitions_haveTheirArns() {
        assertThat(BucketPolicy.empty().granting("b", "cn-north-1", "aws-cn").text()).contains("arn:aws-cn:s3:::b/*");
    }

    @Test
    void denials_areNamed() {
        assertThat(policy("[" + OTHER + "," + OF_IVS + "]").denials()).containsExactly("Odd[]{}\"form");
    }

    @Test
    void whatIsNoPolicy_isRefused() {
        assertThatThrownBy(() -> new BucketPolicy("[]")).isInstanceOf(JsonException.class);
        assertThatThrownBy(() -> granting(new BucketPolicy("{}"))).isInstanceOf(JsonException.class);
    }
}
