package dev.postrider.local.ses;

import dev.postrider.local.http.Reply;
import software.amazon.awssdk.services.sesv2.model.BulkEmailEntryResult;

/// SES's no: thrown where the reason is found, answered as a typed error or as an entry's status.
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// The reasons, each with its form in both operations.
  enum RefusalReason {
    BAD_REQUEST(400, "BadRequestException", "INVALID_PARAMETER"),
    MESSAGE_REJECTED(400, "MessageRejected", "MESSAGE_REJECTED"),
    DENIED(403, "AccessDeniedException", "FAILED"),
    MAIL_FROM_NOT_VERIFIED(
        400, "MailFromDomainNotVerifiedException", "MAIL_FROM_DOMAIN_NOT_VERIFIED"),
    CONFIGURATION_SET_NOT_FOUND(404, "NotFoundException", "CONFIGURATION_SET_NOT_FOUND"),
    TEMPLATE_NOT_FOUND(404, "NotFoundException", "TEMPLATE_NOT_FOUND"),
    NOT_FOUND(404, "NotFoundException", "INVALID_PARAMETER"),
    ALREADY_EXISTS(400, "AlreadyExistsException", "INVALID_PARAMETER"),
    ACCOUNT_SUSPENDED(400, "AccountSuspendedException", "ACCOUNT_SUSPENDED"),
    ACCOUNT_PAUSED(400, "SendingPausedException", "ACCOUNT_SENDING_PAUSED"),
    CONFIGURATION_SET_PAUSED(400, "SendingPausedException", "CONFIGURATION_SET_SENDING_PAUSED"),
    THROTTLED(429, "TooManyRequestsException", "ACCOUNT_THROTTLED"),
    QUOTA_EXCEEDED(400, "LimitExceededException", "ACCOUNT_DAILY_QUOTA_EXCEEDED");

    private final int status;
    private final String errorType;
    private final String entryStatus;

    RefusalReason(int status, String errorType, String entryStatus) {
      this.status = status;
      this.errorType = errorType;
      this.entryStatus = entryStatus;
    }
  }

  private final RefusalReason reason;

  Refusal(RefusalReason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  static Refusal badRequest(String message) {
    return new Refusal(RefusalReason.BAD_REQUEST, message);
  }

  /// Refuses what does not hold.
  static void require(boolean holds, RefusalReason otherwise, String message) {
    if (!holds) {
      throw new Refusal(otherwise, message);
    }
  }

  /// The same as a bad request.
  static void require(boolean holds, String message) {
    require(holds, RefusalReason.BAD_REQUEST, message);
  }

  /// Whether the rate was the reason.
  boolean isThrottle() {
    return reason == RefusalReason.THROTTLED;
  }

  /// The whole call's answer.
  Reply reply() {
    return Reply.error(reason.status, reason.errorType, String.valueOf(getMessage()));
  }

  /// One entry's result in SendBulkEmail.
  BulkEmailEntryResult entryResult() {
    return BulkEmailEntryResult.builder().status(reason.entryStatus).error(getMessage()).build();
  }
}
