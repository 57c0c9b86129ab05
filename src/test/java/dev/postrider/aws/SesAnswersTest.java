package dev.postrider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.dispatch.SendOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sesv2.model.BulkEmailEntryResult;

/// What SES's answers mean, where the stand-in cannot be made to give them.
class SesAnswersTest {
  private static SendOutcome entry(String status, String error) {
    return SesAnswers.entry(
        BulkEmailEntryResult.builder().status(status).error(error).build(), "request-1");
  }

  @Test
  void anEntryWhoseSenderIsNotVerifiedIsKeptAsASingleMessageIs() {
    assertThat(
            entry(
                "MESSAGE_REJECTED",
                "Email address is not verified. The following identities failed: a@example.com"))
        .isEqualTo(new SendOutcome.Misconfigured("MESSAGE_REJECTED", "request-1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Illegal content"})
  void anEntryThatIsRejectedForItselfIsRefused(String error) {
    assertThat(entry("MESSAGE_REJECTED", error))
        .isEqualTo(new SendOutcome.Refused("MESSAGE_REJECTED", "request-1"));
  }
}
