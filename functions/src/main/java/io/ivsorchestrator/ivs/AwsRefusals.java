package io.ivsorchestrator.ivs;

import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.ivs.IvsRefusedException.AccessDenied;
import io.ivsorchestrator.ivs.IvsRefusedException.Conflict;
import io.ivsorchestrator.ivs.IvsRefusedException.Invalid;
import io.ivsorchestrator.ivs.IvsRefusedException.NotBroadcasting;
import io.ivsorchestrator.ivs.IvsRefusedException.NotFound;
import io.ivsorchestrator.ivs.IvsRefusedException.PendingVerification;
import io.ivsorchestrator.ivs.IvsRefusedException.QuotaExceeded;
import io.ivsorchestrator.ivs.IvsRefusedException.Throttled;
import io.ivsorchestrator.ivs.IvsRefusedException.Unavailable;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What the SDK's exceptions of both IVS clients mean. By HTTP status and error name, not by class: most errors are modelled
 * on few operations and possible on all.
 */
final class AwsRefusals {
    private static final int MAX_TEXT = 1024;
    /** Refused for what our credentials or clock are, not for what we may do: passes when they are renewed. */
    private static final Set<String> OUR_CREDENTIALS = Set.of("ExpiredToken", "ExpiredTokenException",
            "RequestExpired", "InvalidClientTokenId", "UnrecognizedClientException", "InvalidSignatureException",
            "SignatureDoesNotMatch", "RequestTimeTooSkewed", "IncompleteSignature");

    private AwsRefusals() {
    }

    /** Makes a request of either client through what every call passes; a refusal is told in our words. */
    static <T> T asking(IvsCalls calls, IvsOperation operation, Supplier<T> request) {
        return calls.call(operation, () -> {
            try {
                return request.get();
            } catch (SdkException refused) {
                throw of(operation, refused);
            }
        });
    }

    static IvsRefusedException of(IvsOperation operation, SdkException failed) {
        IvsRefusedException refusal = failed instanceof AwsServiceException answer
                ? answer(operation, answer)
                // Timeouts, connections, credentials that cannot be had: no answer.
                : new Unavailable(operation, failed.getClass().getSimpleName(), text(failed.getMessage()));
        refusal.initCause(failed);
        return refusal;
    }

    private static IvsRefusedException answer(IvsOperation operation, AwsServiceException answer) {
        Optional<AwsErrorDetails> details = Optional.ofNullable(answer.awsErrorDetails());
        String error = details.map(AwsErrorDetails::errorCode).filter(code -> !code.isEmpty())
                .orElse("HTTP " + answer.statusCode());
        String text = details.flatMap(AwsRefusals::explanation).orElseGet(() -> text(answer.getMessage()));
        if (isThrottling(answer.statusCode(), error, text)) {
            return new Throttled(operation, error, text);
        }
        if (OUR_CREDENTIALS.contains(error)) {
            return new Unavailable(operation, error, text);
        }
        return switch (answer.statusCode()) {
            case 402 -> new QuotaExceeded(operation, error, text);
            case 401, 403 -> error.startsWith("PendingVerification")
                    ? new PendingVerification(operation, error, text)
                    : new AccessDenied(operation, error, text);
            case 404 -> notFound(operation, error, text);
            case 409 -> new Conflict(operation, error, text);
            case 408 -> new Unavailable(operation, error, text);
            default -> answer.statusCode() >= 400 && answer.statusCode() < 500
                    ? new Invalid(operation, error, text)
                    : new Unavailable(operation, error, text);
        };
    }

    /** By status; the names are those that AWS services give it when they answer 400 instead. */
    private static boolean isThrottling(int status, String error, String text) {
        String name = error.toLowerCase(Locale.ROOT);
        return status == 429 || name.startsWith("throttl") || name.startsWith("toomanyrequests")
                || name.equals("requestlimitexceeded") || (status == 400 && text.startsWith("Rate exceeded"));
    }

    private static IvsRefusedException notFound(IvsOperation operation, String error, String text) {
        if (error.startsWith("ChannelNotBroadcasting")) {
            return new NotBroadcasting(operation, error, text);
        }
        return error.startsWith("UnknownOperation")
                ? new Invalid(operation, error, text)
                : new NotFound(operation, error, text);
    }

    /** IVS explains itself in {@code exceptionMessage}, which the SDK does not take for the message. */
    private static Optional<String> explanation(AwsErrorDetails details) {
        Optional<String> usual = Optional.ofNullable(details.errorMessage()).filter(message -> !message.isBlank());
        return usual.or(() -> Optional.ofNullable(details.rawResponse()).flatMap(AwsRefusals::exceptionMessage))
                .map(AwsRefusals::text);
    }

    private static Optional<String> exceptionMessage(SdkBytes body) {
        try {
            return JsonObject.parse(new String(body.asByteArrayUnsafe(), StandardCharsets.UTF_8))
                    .string("exceptionMessage");
        } catch (JsonException notJson) {
            // A proxy's page or nothing at all: the status and the name have to do.
            return Optional.empty();
        }
    }

    private static String text(@Nullable String message) {
        String known = message == null ? "" : message;
        return known.substring(0, Math.min(known.length(), MAX_TEXT));
    }
}
