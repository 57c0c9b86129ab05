package dev.postrider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.dispatch.SendOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sesv2.model.BulkEmailEntryResult;

/// What SES's answers mean, where the stand-in cannot be made to give them.
class SesAnswersTest {
  private static SendOutcome entry(String status, String error) {
    return entry(status, error, false);
  }

  private static SendOutcome entry(String status, String error, boolean ofTenant) {
    return SesAnswers.entry(
        BulkEmailEntryResult.builder().status(status).error(error).build(), "request-1", ofTenant);
  }

  @Test
  void anEntryWhoseSenderIsNotVerifiedIsKeptAsASingleMessageIs() {
    assertThat(
            entry(
                "MESSAGE_REJECTED",
                "Email address is not verified. The following identities failed: a@example.com"))
        .isEqualTo(new SendOutcome.Misconfigured("MESSAGE_REJECTED", "request-1"));
  }

  /// In the sandbox SES lists the recipients with their display names, which anyone may choose.
  @ParameterizedTest
  @ValueSource(strings = {"Account suspended", "Sending is paused", "PAUSED FOR THIS ACCOUNT"})
  void aNameThatIsNotVerifiedPausesNothing(String name) {
    String error =
        "Email address is not verified. The following identities failed the check in region"
            + " EU-WEST-1: ops@example.com, %s <ann@example.com>".formatted(name);

    assertThat(entry("MESSAGE_REJECTED", error))
        .isEqualTo(new SendOutcome.Misconfigured("MESSAGE_REJECTED", "request-1"));
    assertThat(entry("MESSAGE_REJECTED", error, true))
        .isEqualTo(new SendOutcome.Misconfigured("MESSAGE_REJECTED", "request-1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Illegal content"})
  void anEntryThatIsRejectedForItselfIsRefused(String error) {
    assertThat(entry("MESSAGE_REJECTED", error))
        .isEqualTo(new SendOutcome.Refused("MESSAGE_REJECTED", "request-1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MESSAGE_REJECTED | Sending paused for this account. Check your inbox. | SENDING_PAUSED",
        "FAILED | Sending is paused for this account | SENDING_PAUSED",
        "INVALID_PARAMETER | Sending suspended for this account. | SENDING_PAUSED",
        "SOMETHING_NEW | Email sending is disabled for the account. | SENDING_PAUSED",
        "MESSAGE_REJECTED | Your account's ability to send has been shut down. | SENDING_PAUSED",
        "MESSAGE_REJECTED | The account is currently suspended | SENDING_PAUSED",
        "MESSAGE_REJECTED | Paused for this tenant | TENANT_SENDING_PAUSED",
        "MESSAGE_REJECTED | Sending paused for this tenant. See your AWS account. | TENANT_SENDING_PAUSED",
        "MESSAGE_REJECTED | Sending paused. | TENANT_SENDING_PAUSED",
        "MESSAGE_REJECTED | We paused your account's ability to send email. | SENDING_PAUSED",
        "MESSAGE_REJECTED | Email sending for the account is paused. | SENDING_PAUSED",
        "MESSAGE_REJECTED | SES has paused sending for this tenant. | TENANT_SENDING_PAUSED",
        "MESSAGE_REJECTED | Tenant acme sending status is DISABLED | TENANT_SENDING_PAUSED",
        "MESSAGE_REJECTED | Sending is not enabled for this tenant. | TENANT_SENDING_PAUSED",
        "MESSAGE_REJECTED | The tenant 'account paused' is disabled. | TENANT_SENDING_PAUSED",
        "FAILED | Tenant acme is paused | TENANT_SENDING_PAUSED",
        "ACCOUNT_SENDING_PAUSED | Sending paused for tenant <account-7> | TENANT_SENDING_PAUSED",
        "TENANT_SENDING_PAUSED | ? | TENANT_SENDING_PAUSED",
        "ACCOUNT_SENDING_PAUSED | ? | SENDING_PAUSED",
        "ACCOUNT_SUSPENDED | ? | ACCOUNT_SUSPENDED",
        "CONFIGURATION_SET_SENDING_PAUSED | ? | CONFIGURATION_SET_PAUSED",
        "MESSAGE_REJECTED | Configuration set <tenant> is paused. | CONFIGURATION_SET_PAUSED",
      })
  void aPauseStopsWhomItsTextNamesAndElseTheTenant(String status, String error, String code) {
    assertThat(entry(status, error, true))
        .isEqualTo(
            code.startsWith("TENANT")
                ? new SendOutcome.TenantPaused(code)
                : new SendOutcome.Stopped(code));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Sending paused.", "Sending paused for this tenant."})
  void withoutATenantAPauseStopsEverything(String error) {
    assertThat(entry("MESSAGE_REJECTED", error))
        .isEqualTo(new SendOutcome.Stopped("SENDING_PAUSED"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Illegal address <sending paused@example.com>",
        "Illegal address account-paused@example.com",
        "Tenant <sending paused> does not exist.",
        "Tenant 'sending paused' does not exist.",
        "Illegal header X-Suspended: the account was not paused",
        "Attachment type is disabled",
      })
  void aWordInANameOrInPassingPausesNothing(String error) {
    assertThat(entry("MESSAGE_REJECTED", error, true))
        .isEqualTo(new SendOutcome.Refused("MESSAGE_REJECTED", "request-1"));
  }
}
