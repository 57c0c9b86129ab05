package dev.postrider.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The patterns accept what works and refuse what would fail only after the deployment.
class ParametersTest {
  private static final Map<String, Object> PARAMETERS =
      Template.map(Template.read().root().get("Parameters"));

  @ParameterizedTest
  @CsvSource({
    "DomainName, example.com",
    "DomainName, mail.shop.example.co.uk",
    "DomainName, xn--bcher-kva.example",
    "DomainName, example.xn--p1ai",
    "HostedZoneId, ''",
    "HostedZoneId, Z0123456789ABCDEFGHIJ",
    "MailFromSubdomain, mail",
    "MailFromSubdomain, bounce-1",
    "DmarcReportAddress, ''",
    "DmarcReportAddress, dmarc+reports@example.com",
    "DmarcReportSubdomain, dmarc-reports",
    "DmarcReceiptRuleSet, ''",
    "DmarcReceiptRuleSet, default-rule-set",
    "DefaultFrom, ''",
    "DefaultFrom, no-reply@example.com",
    "DefaultFrom, Example Shop <no-reply@example.com>",
    "DefaultFrom, 例のお店 <no-reply@example.com>",
    "UnknownGrace, PT2M",
    "UnknownGrace, PT1M30S",
    "HoldStreams, ''",
    "HoldStreams, 'marketing,news_1'",
    "BulkStreams, marketing",
    "SoftBounceWindow, P7D",
    "SoftBounceSuppression, P14D",
    "AlarmTopicArn, ''",
    "AlarmTopicArn, arn:aws:sns:eu-west-1:123456789012:operators",
    "AlarmTopicArn, arn:aws-us-gov:sns:us-gov-west-1:123456789012:Operators_1",
    "AlarmEmail, ops@example.com",
    "StatusEventBus, ''",
    "StatusEventBus, off",
    "StatusEventBus, default",
    "StatusEventBus, shop/mail-events_1.eu",
    "RunbookUrl, docs/runbook.md",
    "RunbookUrl, https://git.example.com/mail/postrider/blob/main/docs/runbook.md",
  })
  void accepts(String parameter, String value) {
    assertThat(value).matches(pattern(parameter));
  }

  @ParameterizedTest
  @CsvSource({
    "DomainName, Example.com",
    "DomainName, example",
    "DomainName, example.com.",
    "DomainName, -example.com",
    "DomainName, exa mple.com",
    "DomainName, bücher.example",
    "DomainName, no-reply@example.com",
    "HostedZoneId, /hostedzone/Z0123456789ABCDEFGHIJ",
    "MailFromSubdomain, ''",
    "MailFromSubdomain, mail.example.com",
    "MailFromSubdomain, -mail",
    "DmarcReportAddress, mailto:dmarc@example.com",
    "DmarcReportSubdomain, dmarc-reports.example.com",
    "DmarcReceiptRuleSet, my rules",
    "DefaultFrom, example.com",
    "DefaultFrom, Example Shop no-reply@example.com",
    "UnknownGrace, 120",
    "UnknownGrace, PT",
    "HoldStreams, 'marketing, news'",
    "BulkStreams, 'marketing,'",
    "SoftBounceWindow, PT7D",
    "AlarmTopicArn, operators",
    "AlarmTopicArn, arn:aws:sns:eu-west-1:123456789012:operators.fifo",
    "AlarmTopicArn, arn:aws:sqs:eu-west-1:123456789012:operators",
    "AlarmEmail, Ops <ops@example.com>",
    "StatusEventBus, arn:aws:events:eu-west-1:123456789012:event-bus/mail",
    "StatusEventBus, mail events",
    "RunbookUrl, http://example.com/runbook",
    "RunbookUrl, https://example.com/runbook.md#breaker-open",
  })
  void refuses(String parameter, String value) {
    assertThat(value).doesNotMatch(pattern(parameter));
  }

  private static String pattern(String parameter) {
    return Template.text(Template.map(PARAMETERS.get(parameter)), "AllowedPattern");
  }
}
