package io.ivsorchestrator.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ivsorchestrator.runtime.CannedHttp;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The answers are those of the Amazon S3 API Reference. */
class S3BucketsTest {
    private static final String DENIED = "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>";

    private CannedHttp service;
    private S3Client s3;
    private Buckets buckets;

    @BeforeEach
    void start() throws IOException {
        service = new CannedHttp();
        s3 = S3Client.builder().region(Region.US_WEST_2).endpointOverride(service.endpoint()).forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(options -> options.retryStrategy(RetryMode.STANDARD)
                        .retryStrategy(retry -> retry.maxAttempts(1)))
                .build();
        buckets = new S3Buckets(s3);
    }

    @AfterEach
    void stop() {
        s3.close();
        service.close();
    }

    private void answer(String what, int status, String body) {
        service.answer("GET /acme?" + what, status, body);
    }

    private static String error(String code) {
        return "<Error><Code>" + code + "</Code><Message>no</Message></Error>";
    }

    private void location(String region) {
        answer("location", 200, "<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">" + region
                + "</LocationConstraint>");
    }

    @Test
    void bucketAsItShouldBe_isSeenWithEverything() {
        location("us-west-2");
        answer("policy", 200, "{\"Version\":\"2012-10-17\",\"Statement\":[]}");
        answer("encryption", 200, "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault>"
                + "<SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule>"
                + "</ServerSideEncryptionConfiguration>");
        answer("ownershipControls", 200, "<OwnershipControls><Rule><ObjectOwnership>BucketOwnerEnforced"
                + "</ObjectOwnership></Rule></OwnershipControls>");

        assertThat(buckets.look("acme")).isEqualTo(new Buckets.Bucket.Found("us-west-2",
                Optional.of("{\"Version\":\"2012-10-17\",\"Statement\":[]}"), Optional.of(Buckets.Encryption.SSE_S3),
                Optional.of(Buckets.Ownership.BUCKET_OWNER_ENFORCED), List.of()));
    }

    @Test
    void oldBucket_hasNoPolicy_noControls_andTheFirstRegion() {
        location("");
        answer("policy", 404, error("NoSuchBucketPolicy"));
        answer("encryption", 200, "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault>"
                + "<SSEAlgorithm>aws:kms</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule>"
                + "</ServerSideEncryptionConfiguration>");
        answer("ownershipControls", 404, error("OwnershipControlsNotFoundError"));

        assertThat(buckets.look("acme")).isEqualTo(new Buckets.Bucket.Found("us-east-1", Optional.empty(),
                Optional.of(Buckets.Encryption.SSE_KMS), Optional.of(Buckets.Ownership.OBJECT_WRITER), List.of()));
    }

    @Test
    void whatMayNotBeSeen_isNamed() {
        location("us-west-2");
        answer("policy", 403, DENIED);
        answer("encryption", 403, DENIED);
        answer("ownershipControls", 403, DENIED);

        assertThat(buckets.look("acme")).isEqualTo(new Buckets.Bucket.Found("us-west-2", Optional.empty(),
                Optional.empty(), Optional.empty(),
                List.of("bucket policy", "default encryption", "Object Ownership")));
    }

    @Test
    void bucketOfNobody_isMissing_ofSomebodyElse_isHidden() {
        answer("location", 404, error("NoSuchBucket"));
        assertThat(buckets.look("acme")).isInstanceOf(Buckets.Bucket.Missing.class);
        answer("location", 403, DENIED);
        assertThat(buckets.look("acme")).isInstanceOf(Buckets.Bucket.Hidden.class);
    }

    @Test
    void serviceThatIsAway_isNoFindingAboutTheBucket() {
        answer("location", 503, error("SlowDown"));

        assertThatThrownBy(() -> buckets.look("acme")).isInstanceOf(Buckets.LookException.class);
    }

    @Test
    void policy_isWrittenAsItIs() {
        service.answer("PUT /acme?policy", 204, "");

        buckets.putPolicy("acme", "{ \"Statement\": [] }");

        assertThat(service.bodies()).anySatisfy(body -> assertThat(body).contains("{ \"Statement\": [] }"));
    }
}
