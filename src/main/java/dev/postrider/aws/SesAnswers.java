package dev.postrider.aws;

import dev.postrider.dispatch.SendOutcome;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sesv2.model.BulkEmailEntryResult;

/// Tells what an answer of SES means (docs/sending.md has the table). What is not known for certain
/// to have been refused is an unknown outcome, codes that SES may add in future among it. SES's
/// texts are looked at and never kept: they can hold addresses.
final class SesAnswers {
  /// Set up wrongly, on our side or in the account.
  private static final Set<String> MISCONFIGURED =
      Set.of(
          "MailFromDomainNotVerifiedException",
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
          "OptInRequired");

  private static final Set<String> TOO_FAST =
      Set.of("TooManyRequestsException", "ThrottlingException", "Throttling", "RequestThrottled");

  private static final String NO_CREDENTIALS = "NO_CREDENTIALS";
  private static final String TOO_LARGE = "REQUEST_TOO_LARGE";

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
    if (lacksCredentials(e)) {
      return new SendOutcome.Misconfigured(NO_CREDENTIALS, "");
    }
    return neverArrived(e)
        ? new SendOutcome.Throttled(rootName(e), false)
        : new SendOutcome.Unknown(e.getClass().getSimpleName());
  }

  /// Whether the request could not be signed, so that none was made.
  private static boolean lacksCredentials(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof TellingCredentials.NoCredentials) {
        return true;
      }
    }
    return false;
  }

  private static SendOutcome answered(
      String code, int status, String text, String requestId, boolean ofTenant) {
    Optional<SendOutcome> paused = SendingPaused.read(code, text, ofTenant);
    if (paused.isPresent()) {
      return paused.get();
    }
    if (TOO_FAST.contains(code) || code.equals("LimitExceededException")) {
      return isDailyQuota(text)
          ? new SendOutcome.Stopped("DAILY_QUOTA")
          : new SendOutcome.Throttled(code, true);
    }
    if (MISCONFIGURED.contains(code)) {
      return new SendOutcome.Misconfigured(code, requestId);
    }
    return switch (code) {
      case "BadRequestException" -> new SendOutcome.Refused(code, requestId);
      case "MessageRejected", "MessageRejectedException" ->
          isNotVerified(text)
              ? new SendOutcome.Misconfigured(code, requestId)
              : new SendOutcome.Refused(code, requestId);
      default ->
          switch (status) {
            case 503, 429 -> new SendOutcome.Throttled(code, status == 429);
            // The request was not taken, whoever on the way to SES says so.
            case 413 -> new SendOutcome.Refused(TOO_LARGE, requestId);
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
        ? accepted(result)
        : SendingPaused.read(status, text, ofTenant)
            .orElseGet(() -> refused(status, text, requestId));
  }

  private static SendOutcome accepted(BulkEmailEntryResult result) {
    return result.messageId() == null
        ? new SendOutcome.Unknown("NO_MESSAGE_ID")
        : new SendOutcome.Accepted(result.messageId());
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
      case "MESSAGE_REJECTED" ->
          isNotVerified(text)
              ? new SendOutcome.Misconfigured(status, requestId)
              : new SendOutcome.Refused(status, requestId);
      case "INVALID_PARAMETER" -> new SendOutcome.Refused(status, requestId);
      default -> new SendOutcome.Unknown(status);
    };
  }

  /// "Email address is not verified": the identity has to be fixed, not the mail.
  private static boolean isNotVerified(String text) {
    return text.toLowerCase(Locale.ROOT).contains("not verified");
  }

  private static boolean isDailyQuota(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.contains("daily") && lower.contains("quota");
  }

  /// Whether no connection came about, so that nothing can have been accepted.
  private static boolean neverArrived(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException
          || cause instanceof ConnectTimeoutException
          || cause instanceof ConnectionRequestTimeoutException
          || cause instanceof UnknownHostException
          || cause instanceof NoRouteToHostException
          || cause instanceof SSLHandshakeException) {
        return true;
      }
    }
    return false;
  }

  private static String rootName(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName();
  }
}
