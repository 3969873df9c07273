package io.ivsorchestrator.ivs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ivs.model.IvsException;

/** Status and names as in the IVS API References; the last ones are common to AWS services. */
class AwsRefusalsTest {
    @ParameterizedTest
    @CsvSource({"400,ValidationException,Invalid", "402,ServiceQuotaExceededException,QuotaExceeded",
        "403,AccessDeniedException,AccessDenied", "403,PendingVerification,PendingVerification",
        "404,ResourceNotFoundException,NotFound", "404,ChannelNotBroadcasting,NotBroadcasting",
        "409,ConflictException,Conflict", "429,ThrottlingException,Throttled", "429,Anything,Throttled",
        "400,ThrottlingException,Throttled", "400,TooManyRequestsException,Throttled",
        "500,InternalServerException,Unavailable", "503,ServiceUnavailable,Unavailable",
        "503,StreamUnavailable,Unavailable", "403,ExpiredTokenException,Unavailable",
        "403,UnrecognizedClientException,Unavailable", "404,UnknownOperationException,Invalid",
        "413,RequestEntityTooLargeException,Invalid", "418,SomethingNew,Invalid", "599,SomethingNew,Unavailable"})
    void answer_isWhatStatusAndNameSay(int status, String name, String refusal) {
        IvsRefusedException told = of(status, name, "{\"exceptionMessage\":\"because\"}");

        assertThat(told.getClass().getSimpleName()).isEqualTo(refusal);
        assertThat(told.error()).isEqualTo(name);
        assertThat(told).hasMessage("GET_CHANNEL: " + name + ": because");
    }

    @ParameterizedTest
    @CsvSource(value = {"<html>Bad gateway</html>", "''", "[]", "{}"}, delimiter = '|')
    void answerThatExplainsNothing_isReadByItsStatus(String body) {
        assertThat(of(502, "", body)).isInstanceOf(IvsRefusedException.Unavailable.class)
                .hasMessageContaining("HTTP 502");
    }

    @Test
    void noAnswer_isUnavailable() {
        assertThat(AwsRefusals.of(IvsOperation.GET_CHANNEL, SdkClientException.create("timed out")))
                .isInstanceOf(IvsRefusedException.Unavailable.class).hasMessageContaining("timed out");
    }

    private static IvsRefusedException of(int status, String name, String body) {
        return AwsRefusals.of(IvsOperation.GET_CHANNEL, (IvsException) IvsException.builder().statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(name)
                        .rawResponse(SdkBytes.fromUtf8String(body)).build())
                .build());
    }
}
