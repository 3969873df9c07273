package io.ivsorchestrator.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetBucketLocationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketLocationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What S3 answers, and what that means. */
class S3BucketsTest {
    /** As AWS documents what IVS adds. */
    private static final String IVS_STATEMENT = """
            {"Sid":"CompositeWrite-a1b2c3d","Effect":"Allow",
             "Principal":{"Service":"ivs-composite.us-west-2.amazonaws.com"},
             "Action":["s3:PutObject","s3:PutObjectAcl"],"Resource":"arn:aws:s3:::acme/*"}""";

    /** @param status 200 = the answer, 0 = no answer */
    private record Store(int status, Optional<String> answer) implements S3Client {
        private void fail() {
            if (status == 0) {
                throw SdkClientException.create("no answer");
            }
            if (status != 200) {
                throw S3Exception.builder().statusCode(status).message("refused").build();
            }
        }

        @Override
        public GetBucketLocationResponse getBucketLocation(GetBucketLocationRequest request) {
            fail();
            return GetBucketLocationResponse.builder().locationConstraint(answer.orElse(null)).build();
        }

        @Override
        public GetBucketPolicyResponse getBucketPolicy(GetBucketPolicyRequest request) {
            fail();
            return GetBucketPolicyResponse.builder().policy(answer.orElseThrow()).build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }

    private static Buckets buckets(int status, String answer) {
        return new S3Buckets(new Store(status, Optional.ofNullable(answer).filter(text -> !text.isEmpty())));
    }

    @Test
    void regions_areToldInOneWay() {
        assertThat(buckets(200, "us-west-2").look("acme")).isEqualTo(new Buckets.Look.In("us-west-2"));
        assertThat(buckets(200, "").look("acme")).isEqualTo(new Buckets.Look.In("us-east-1"));
        assertThat(buckets(200, "EU").look("acme")).isEqualTo(new Buckets.Look.In("eu-west-1"));
        assertThat(buckets(404, "").look("acme")).isEqualTo(new Buckets.Look.Missing());
        assertThat(buckets(403, "").look("acme")).isInstanceOf(Buckets.Look.Unknown.class);
        assertThat(buckets(0, "").look("acme")).isInstanceOf(Buckets.Look.Unknown.class);
    }

    @Test
    void theStatementThatIvsAdds_isTheGrant() {
        String policy = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\"},%s]}"
                .formatted(IVS_STATEMENT);

        assertThat(buckets(200, policy).grant("acme", "us-west-2")).isEqualTo(Buckets.Grant.THERE);
        assertThat(buckets(200, policy).grant("acme", "us-east-1")).isEqualTo(Buckets.Grant.LOST);
        assertThat(buckets(404, "").grant("acme", "us-west-2")).isEqualTo(Buckets.Grant.LOST);
        assertThat(buckets(403, "").grant("acme", "us-west-2")).isEqualTo(Buckets.Grant.UNKNOWN);
        assertThat(buckets(200, "no json").grant("acme", "us-west-2")).isEqualTo(Buckets.Grant.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"\"Allow\" | \"Allow\" | true", "\"Allow\" | \"Deny\" | false",
        "[\"s3:PutObject\",\"s3:PutObjectAcl\"] | \"s3:*\" | true",
        "[\"s3:PutObject\",\"s3:PutObjectAcl\"] | \"s3:GetObject\" | false",
        "{\"Service\":\"ivs-composite.us-west-2.amazonaws.com\"} | \"*\" | false"})
    void aStatement_standsAloneOrInAnArray(String part, String instead, boolean grants) {
        String policy = "{\"Statement\":%s}".formatted(IVS_STATEMENT.replace(part, instead));

        assertThat(buckets(200, policy).grant("acme", "us-west-2"))
                .isEqualTo(grants ? Buckets.Grant.THERE : Buckets.Grant.LOST);
    }
}
