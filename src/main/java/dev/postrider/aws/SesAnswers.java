package dev.postrider.aws;

import dev.postrider.dispatch.SendOutcome;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sesv2.model.BulkEmailEntryResult;

/// Tells what an answer of SES means (docs/sending.md has the table). What is not known for certain
/// to have been refused is an unknown outcome, codes that SES may add in future among it. SES's
/// texts are looked at and never kept: they can hold addresses.
final class SesAnswers {
  private SesAnswers() {}

  /// The outcome of a call that failed.
  ///
  /// @param ofTenant whether the call named a tenant
  static SendOutcome failed(SdkException e, boolean ofTenant) {
    if (e instanceof AwsServiceException service) {
      String text =
          service.awsErrorDetails() == null
              ? ""
              : Objects.requireNonNullElse(service.awsErrorDetails().errorMessage(), "");
      return answered(
          SdkErrors.code(service),
          service.statusCode(),
          text,
          Objects.requireNonNullElse(service.requestId(), ""),
          ofTenant);
    }
    if (causes(e).anyMatch(TellingCredentials.NoCredentials.class::isInstance)) {
      // The request could not be signed, so that none was made.
      return new SendOutcome.Misconfigured("NO_CREDENTIALS", "");
    }
    return causes(e).anyMatch(SesAnswers::meansNoConnection)
        ? new SendOutcome.Throttled(rootName(e), false)
        : new SendOutcome.Unknown(e.getClass().getSimpleName());
  }

  private static SendOutcome answered(
      String code, int status, String text, String requestId, boolean ofTenant) {
    return SendingPaused.read(code, text, ofTenant)
        .orElseGet(() -> ofCode(code, status, text, requestId));
  }

  private static SendOutcome ofCode(String code, int status, String text, String requestId) {
    return switch (code) {
      case "TooManyRequestsException",
          "ThrottlingException",
          "Throttling",
          "RequestThrottled",
          "LimitExceededException" ->
          isDailyQuota(text)
              ? new SendOutcome.Stopped("DAILY_QUOTA")
              : new SendOutcome.Throttled(code, true);
      // Set up wrongly, on our side or in the account.
      case "MailFromDomainNotVerifiedException",
          "NotFoundException",
          "AccessDeniedException",
          "AccessDenied",
          "UnrecognizedClientException",
          "InvalidClientTokenId",
          "InvalidSignatureException",
          "SignatureDoesNotMatch",
          "ExpiredTokenException",
          "NotAuthorized",
          "RequestExpired",
          "IncompleteSignature",
          "OptInRequired" ->
          new SendOutcome.Misconfigured(code, requestId);
      case "BadRequestException" -> new SendOutcome.Refused(code, requestId);
      case "MessageRejected", "MessageRejectedException" -> rejected(code, text, requestId);
      default ->
          switch (status) {
            case 503, 429 -> new SendOutcome.Throttled(code, status == 429);
            // The request was not taken, whoever on the way to SES says so.
            case 413 -> new SendOutcome.Refused("REQUEST_TOO_LARGE", requestId);
            default -> new SendOutcome.Unknown(code);
          };
    };
  }

  /// The outcome of one entry of a bulk call that was answered.
  ///
  /// @param ofTenant whether the call named a tenant
  static SendOutcome entry(BulkEmailEntryResult result, String requestId, boolean ofTenant) {
    String status = Objects.requireNonNullElse(result.statusAsString(), "");
    String text = Objects.requireNonNullElse(result.error(), "");
    return status.equals("SUCCESS")
        ? accepted(result.messageId())
        : SendingPaused.read(status, text, ofTenant)
            .orElseGet(() -> refused(status, text, requestId));
  }

  /// The outcome of a mail that SES took.
  static SendOutcome accepted(@Nullable String messageId) {
    return messageId == null
        ? new SendOutcome.Unknown("NO_MESSAGE_ID")
        : new SendOutcome.Accepted(messageId);
  }

  private static SendOutcome refused(String status, String text, String requestId) {
    return switch (status) {
      case "ACCOUNT_THROTTLED" -> new SendOutcome.Throttled(status, true);
      case "TRANSIENT_FAILURE" -> new SendOutcome.Throttled(status, false);
      case "ACCOUNT_DAILY_QUOTA_EXCEEDED" -> new SendOutcome.Stopped("DAILY_QUOTA");
      case "MAIL_FROM_DOMAIN_NOT_VERIFIED",
          "CONFIGURATION_SET_NOT_FOUND",
          "TEMPLATE_NOT_FOUND",
          "INVALID_SENDING_POOL_NAME" ->
          new SendOutcome.Misconfigured(status, requestId);
      case "MESSAGE_REJECTED" -> rejected(status, text, requestId);
      case "INVALID_PARAMETER" -> new SendOutcome.Refused(status, requestId);
      default -> new SendOutcome.Unknown(status);
    };
  }

  /// "Email address is not verified": the identity has to be fixed, not the mail.
  private static SendOutcome rejected(String code, String text, String requestId) {
    return text.toLowerCase(Locale.ROOT).contains("not verified")
        ? new SendOutcome.Misconfigured(code, requestId)
        : new SendOutcome.Refused(code, requestId);
  }

  private static boolean isDailyQuota(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.contains("daily") && lower.contains("quota");
  }

  /// Whether no connection came about, so that nothing can have been accepted.
  private static boolean meansNoConnection(Throwable cause) {
    return switch (cause) {
      case ConnectException _,
          ConnectTimeoutException _,
          ConnectionRequestTimeoutException _,
          UnknownHostException _,
          NoRouteToHostException _,
          SSLHandshakeException _ ->
          true;
      default -> false;
    };
  }

  /// The exception, its cause, and so on to the root.
  private static Stream<Throwable> causes(Throwable e) {
    return Stream.iterate(e, Objects::nonNull, Throwable::getCause);
  }

  private static String rootName(Throwable e) {
    return causes(e).reduce((_, cause) -> cause).orElse(e).getClass().getSimpleName();
  }
}
