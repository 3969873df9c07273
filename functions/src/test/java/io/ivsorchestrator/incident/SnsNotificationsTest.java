package io.ivsorchestrator.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ivsorchestrator.runtime.CannedHttp;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsClient;

class SnsNotificationsTest {
    @Test
    void subject_isWhatSnsTakes() {
        assertThat(SnsNotifications.line("Recording fails: \"bücket\"\n")).isEqualTo("Recording fails: \"b?cket\"?");
        assertThat(SnsNotifications.line("x".repeat(200))).hasSize(99).endsWith("x...");
    }

    private static final String TOPIC = "arn:aws:sns:us-west-2:123456789012:recordings";

    private static SnsClient client(CannedHttp service) {
        return SnsClient.builder().region(Region.US_WEST_2).endpointOverride(service.endpoint())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(options -> options.retryStrategy(RetryMode.STANDARD)
                        .retryStrategy(retry -> retry.maxAttempts(1)))
                .build();
    }

    @Test
    void message_goesToTheTopic_cutToWhatSnsTakes() throws IOException {
        try (CannedHttp service = new CannedHttp().answer("POST /", 200, """
                <PublishResponse xmlns="https://sns.amazonaws.com/doc/2010-03-31/"><PublishResult>\
                <MessageId>94f20ce6-13c5-43a0-9a9e-ca52d816e90b</MessageId></PublishResult></PublishResponse>""");
                SnsClient sns = client(service)) {
            new SnsNotifications(sns, TOPIC).send("Recording fails", "x".repeat(70_000));

            String sent = URLDecoder.decode(service.bodies().getFirst(), StandardCharsets.UTF_8);
            assertThat(sent).contains("Action=Publish", "TopicArn=" + TOPIC, "Subject=Recording fails",
                    "Message=" + "x".repeat(60_000)).doesNotContain("x".repeat(60_001));
        }
    }

    /** Then the incident is not noted as told, and somebody is told of it later. */
    @Test
    void topicThatDoesNotTakeIt_isAnErrorThatNamesTheTopic() throws IOException {
        try (CannedHttp service = new CannedHttp().answer("POST /", 403, """
                <ErrorResponse><Error><Type>Sender</Type><Code>AuthorizationError</Code>\
                <Message>is not authorized to perform: SNS:Publish</Message></Error></ErrorResponse>""");
                SnsClient sns = client(service)) {
            SnsNotifications notifications = new SnsNotifications(sns, TOPIC);

            assertThatThrownBy(() -> notifications.send("Recording fails", "text"))
                    .isInstanceOf(Notifications.NotificationException.class)
                    .hasMessageContainingAll(TOPIC, "is not authorized to perform: SNS:Publish");
        }
    }
}
