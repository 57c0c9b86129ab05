package dev.postrider.local.ses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sesv2.model.BadRequestException;
import software.amazon.awssdk.services.sesv2.model.BulkEmailEntry;
import software.amazon.awssdk.services.sesv2.model.BulkEmailEntryResult;
import software.amazon.awssdk.services.sesv2.model.BulkEmailStatus;
import software.amazon.awssdk.services.sesv2.model.MessageTag;

/// What SendBulkEmail answers, entry by entry.
class SendBulkEmailTest extends SesServerCase {

  @Test
  void aBulkCallAnswersEachEntryOnItsOwnAndInItsOrder() {
    createTemplate();
    List<BulkEmailEntryResult> results =
        bulk("welcome", List.of("a@example.org", "ü@example.org", "c@example.org"));

    assertThat(results)
        .extracting(BulkEmailEntryResult::status)
        .containsExactly(
            BulkEmailStatus.SUCCESS, BulkEmailStatus.INVALID_PARAMETER, BulkEmailStatus.SUCCESS);
    assertThat(ses.inbox().find(results.get(2).messageId()).orElseThrow().subject())
        .isEqualTo("Hello 2");
    assertThat(ses.counters().acceptedUnits()).isEqualTo(Map.of("bulk#0", 1, "bulk#2", 1));
  }

  @Test
  void aBulkCallThatMeetsAnAccountStateAnswersItInEveryEntry() {
    List<String> two = List.of("a@b.org", "b@b.org");
    assertThat(statuses("welcome", two)).containsOnly(BulkEmailStatus.TEMPLATE_NOT_FOUND);

    createTemplate();
    ses.account().throttleAt(1);
    assertThat(statuses("welcome", two))
        .containsExactly(BulkEmailStatus.SUCCESS, BulkEmailStatus.ACCOUNT_THROTTLED);
    ses.account().quotaGone(true);
    assertThat(statuses("welcome", two)).containsOnly(BulkEmailStatus.ACCOUNT_DAILY_QUOTA_EXCEEDED);
    client.putConfigurationSetSendingOptions(
        p -> p.configurationSetName("postrider").sendingEnabled(false));
    assertThat(statuses("welcome", two))
        .containsOnly(BulkEmailStatus.CONFIGURATION_SET_SENDING_PAUSED);
    ses.account().sendingEnabled(false);
    assertThat(statuses("welcome", two)).containsOnly(BulkEmailStatus.ACCOUNT_SENDING_PAUSED);
    ses.account().suspended(true);
    assertThat(statuses("welcome", two)).containsOnly(BulkEmailStatus.ACCOUNT_SUSPENDED);
  }

  @Test
  void aBulkCallOfMoreThanFiftyEntriesIsABadRequest() {
    createTemplate();
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> bulk("welcome", Collections.nCopies(51, "a@b.org")));
  }

  @Test
  void aBulkEntryCanGetAStatusThatNoSdkKnows() {
    createTemplate();
    ses.faults().next(1, new Fault.EntryStatus("FAILED", true));
    ses.faults().next(1, new Fault.EntryStatus("MOON_PHASE", false));
    assertThat(bulk("welcome", List.of("a@b.org", "b@b.org", "c@b.org")))
        .extracting(BulkEmailEntryResult::statusAsString)
        .containsExactly("FAILED", "MOON_PHASE", "SUCCESS");
    assertThat(ses.counters().acceptedMessages()).isEqualTo(2);
  }

  private List<BulkEmailEntryResult> bulk(String template, List<String> recipients) {
    return client
        .sendBulkEmail(
            b ->
                b.fromEmailAddress("shop@example.com")
                    .configurationSetName("postrider")
                    .defaultContent(
                        d ->
                            d.template(t -> t.templateName(template).templateData("{\"n\":\"x\"}")))
                    .bulkEmailEntries(
                        IntStream.range(0, recipients.size())
                            .mapToObj(i -> entry(i, recipients.get(i)))
                            .toList()))
        .bulkEmailEntryResults();
  }

  private static BulkEmailEntry entry(int index, String recipient) {
    return BulkEmailEntry.builder()
        .destination(d -> d.toAddresses(recipient))
        .replacementTags(
            MessageTag.builder().name("postrider-id").value("bulk").build(),
            MessageTag.builder().name("postrider-entry").value("" + index).build())
        .replacementEmailContent(
            c -> c.replacementTemplate(t -> t.replacementTemplateData("{\"n\":\"" + index + "\"}")))
        .build();
  }

  private List<BulkEmailStatus> statuses(String template, List<String> recipients) {
    return bulk(template, recipients).stream().map(BulkEmailEntryResult::status).toList();
  }
}
