package dev.postrider.aws;

import dev.postrider.dispatch.Delivery;
import dev.postrider.dispatch.SendOutcome;
import dev.postrider.email.MaskedText;
import dev.postrider.ledger.Diagnostic;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sesv2.model.BulkEmailEntryResult;
import software.amazon.awssdk.services.sesv2.model.SesV2Exception;

/// Tells what an answer of SES means (docs/sending.md has the table). What is not known for certain
/// to have been refused is an unknown outcome, codes of 5xx that SES may add in future among it. An
/// answer of 4xx says that the request was not carried out (RFC 9110). SES's texts can name people:
/// of what is refused the masked text is kept (docs/decisions/0094), of all else none.
final class SesAnswers {
  /// About signatures, tokens and clocks: the mail has no part in it.
  private static final Pattern CREDENTIALS =
      Pattern.compile(
          "signature|token|credential|auth|access_?key|clock|skew|request_?expired|in_?the_?future",
          Pattern.CASE_INSENSITIVE);

  /// AWS's names for too many requests, also with status 400.
  private static final Pattern THROTTLES =
      Pattern.compile(
          "throttl|slow_?down|too_?many_?requests|(?:request|bandwidth)_?limit_?exceeded",
          Pattern.CASE_INSENSITIVE);

  /// AWS's names for a request that did not come whole, also with status 400.
  private static final Pattern INCOMPLETE =
      Pattern.compile("request_?time_?out", Pattern.CASE_INSENSITIVE);

  /// What AWS's codes look like. Something on the way may write anything, an address too.
  private static final Pattern CODES = Pattern.compile("[A-Za-z0-9_.:#-]{1,100}");

  /// What [SdkErrors] names an error whose answer has no code.
  private static final String UNNAMED = SesV2Exception.class.getSimpleName();

  private SesAnswers() {}

  /// What the call was about.
  ///
  /// @param ofTenant whether it named a tenant
  /// @param recipients addresses and names, which no text may show
  record Call(boolean ofTenant, List<String> recipients) {

    static Call of(List<Delivery> units) {
      return new Call(
          units.getFirst().email().tenant() != null,
          units.stream()
              .map(Delivery::unit)
              .flatMap(unit -> Stream.of(unit.to(), unit.cc(), unit.bcc()))
              .flatMap(List::stream)
              .map(
                  to ->
                      Objects.requireNonNullElse(to.displayName(), "") + "<" + to.addrSpec() + ">")
              .distinct()
              .toList());
    }
  }

  /// @param text SES's, which may name people
  private record ErrorAnswer(String code, int status, String text, String requestId, Call call) {

    SendOutcome refused(String as) {
      return new SendOutcome.Refused(diagnostic(as), requestId);
    }

    SendOutcome refused() {
      return refused(code);
    }

    SendOutcome misconfigured(String as) {
      return new SendOutcome.Misconfigured(diagnostic(as), requestId);
    }

    SendOutcome misconfigured() {
      return misconfigured(code);
    }

    private Diagnostic diagnostic(String as) {
      return new Diagnostic(as, MaskedText.of(text, call.recipients()));
    }
  }

  /// The outcome of a call that failed.
  static SendOutcome failed(SdkException e, Call call) {
    if (e instanceof AwsServiceException service) {
      String text =
          service.awsErrorDetails() == null
              ? ""
              : Objects.requireNonNullElse(service.awsErrorDetails().errorMessage(), "");
      String named = SdkErrors.code(service);
      String code = CODES.matcher(named).matches() ? named : UNNAMED;
      return SendingPaused.read(code, text, call.ofTenant())
          .orElseGet(
              () ->
                  ofCode(
                      new ErrorAnswer(
                          code,
                          service.statusCode(),
                          text,
                          Objects.requireNonNullElse(service.requestId(), ""),
                          call)));
    }
    if (causes(e).anyMatch(TellingCredentials.NoCredentials.class::isInstance)) {
      // The request could not be signed, so that none was made.
      return new SendOutcome.Misconfigured("NO_CREDENTIALS", "");
    }
    return causes(e).anyMatch(SesAnswers::meansNoConnection)
        ? new SendOutcome.Throttled(rootName(e), false)
        : new SendOutcome.Unknown(e.getClass().getSimpleName());
  }

  private static SendOutcome ofCode(ErrorAnswer refusal) {
    return switch (refusal.code()) {
      case "TooManyRequestsException",
          "ThrottlingException",
          "Throttling",
          "RequestThrottled",
          "LimitExceededException" ->
          isDailyQuota(refusal.text())
              ? new SendOutcome.Stopped("DAILY_QUOTA")
              : new SendOutcome.Throttled(refusal.code(), true);
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
          refusal.misconfigured();
      case "BadRequestException" -> refusal.refused();
      case "MessageRejected", "MessageRejectedException" -> rejected(refusal);
      default -> ofStatus(refusal);
    };
  }

  /// Whoever on the way to SES says so: 4xx means that the request was not carried out. 408 is the
  /// answer to a request that did not come whole, of which SES cannot take the mail.
  ///
  /// Source: RFC 9110, section 15.5; RFC 8470 for 425.
  private static SendOutcome ofStatus(ErrorAnswer refusal) {
    int status = refusal.status();
    if (status < 400 || status >= 500) {
      return status == 503
          ? new SendOutcome.Throttled(refusal.code(), false)
          : new SendOutcome.Unknown(refusal.code());
    }
    String code = refusal.code().equals(UNNAMED) ? "HTTP_" + status : refusal.code();
    boolean slowDown = status == 429 || THROTTLES.matcher(code).find();
    if (slowDown || status == 408 || status == 425 || INCOMPLETE.matcher(code).find()) {
      return new SendOutcome.Throttled(code, slowDown);
    }
    return switch (status) {
      case 401, 403, 404, 407 -> refusal.misconfigured(code);
      case 413 -> refusal.refused("REQUEST_TOO_LARGE");
      default ->
          CREDENTIALS.matcher(code).find() ? refusal.misconfigured(code) : refusal.refused(code);
    };
  }

  /// The outcome of one entry of a bulk call that was answered.
  ///
  /// @param entry the call, as if it had been about this entry alone
  static SendOutcome entry(BulkEmailEntryResult result, String requestId, Call entry) {
    String status = Objects.requireNonNullElse(result.statusAsString(), "");
    String text = Objects.requireNonNullElse(result.error(), "");
    return status.equals("SUCCESS")
        ? accepted(result.messageId())
        : SendingPaused.read(status, text, entry.ofTenant())
            .orElseGet(() -> ofEntry(new ErrorAnswer(status, 200, text, requestId, entry)));
  }

  /// The outcome of a mail that SES took.
  static SendOutcome accepted(@Nullable String messageId) {
    return messageId == null
        ? new SendOutcome.Unknown("NO_MESSAGE_ID")
        : new SendOutcome.Accepted(messageId);
  }

  private static SendOutcome ofEntry(ErrorAnswer refusal) {
    return switch (refusal.code()) {
      case "ACCOUNT_THROTTLED" -> new SendOutcome.Throttled(refusal.code(), true);
      case "TRANSIENT_FAILURE" -> new SendOutcome.Throttled(refusal.code(), false);
      case "ACCOUNT_DAILY_QUOTA_EXCEEDED" -> new SendOutcome.Stopped("DAILY_QUOTA");
      case "MAIL_FROM_DOMAIN_NOT_VERIFIED",
          "CONFIGURATION_SET_NOT_FOUND",
          "TEMPLATE_NOT_FOUND",
          "INVALID_SENDING_POOL_NAME" ->
          refusal.misconfigured();
      case "MESSAGE_REJECTED" -> rejected(refusal);
      case "INVALID_PARAMETER" -> refusal.refused();
      default -> new SendOutcome.Unknown(refusal.code());
    };
  }

  /// "Email address is not verified": the identity has to be fixed, not the mail.
  private static SendOutcome rejected(ErrorAnswer refusal) {
    return refusal.text().toLowerCase(Locale.ROOT).contains("not verified")
        ? refusal.misconfigured()
        : refusal.refused();
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
