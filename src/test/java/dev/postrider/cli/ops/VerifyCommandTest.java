package dev.postrider.cli.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.cli.Answer;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerifyCommandTest {
  private static final String DISPATCH = "mail-DispatchFunction-1A2B";
  private static final String FEEDBACK = "mail-FeedbackFunction-3C4D";

  private final RecordedAws aws = new RecordedAws();

  @AfterEach
  void stop() {
    aws.close();
  }

  private static Answer verify(String... more) {
    return Answer.of(
        Stream.concat(
                Stream.of("verify", "--no-send", "--stack", "mail", "--region", "eu-central-1"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private static void fails(String line, String action) {
    Answer answer = verify();

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.out())
        .contains("FAILED       " + line + "\n             do: " + action)
        .contains(": 1 failed, ");
  }

  @Test
  void aStackThatIsAsItMustBe() {
    Answer answer = verify();

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out())
        .doesNotContain("FAILED")
        .contains("ok           stack mail: UPDATE_COMPLETE\n")
        .contains("ok           alias " + DISPATCH + ": live is version 12, with the current")
        .contains("ok           concurrency account: 1000 unreserved for 10 at once\n")
        .contains("ok           dkim-zone example.com: both say dkim.amazonses.com\n")
        .contains("ok           alarm mail-account-watch-errors: value 0.0, OK\n")
        .contains("cannot tell  alarm mail-ses-rejects: no value in 3 hours: ")
        .containsPattern("\nmail at \\S+Z: 0 failed, 1 cannot tell, 47 ok\n$");
  }

  @Test
  void programsReadTheSame() {
    aws.change("GetFunctionRecursionConfig " + DISPATCH, "Allow", "Terminate");

    ObjectNode json = verify("--json").json();

    assertThat(json.path("stack").asText()).isEqualTo("mail");
    assertThat(json.path("failed").asInt()).isEqualTo(1);
    assertThat(json.path("findings"))
        .anySatisfy(
            finding -> {
              assertThat(finding.path("point").asText()).isEqualTo("recursion");
              assertThat(finding.path("subject").asText()).isEqualTo(DISPATCH);
              assertThat(finding.path("verdict").asText()).isEqualTo("failed");
              assertThat(finding.path("found").asText()).isEqualTo("Terminate, not Allow");
              assertThat(finding.path("action").asText()).contains("--recursive-loop Allow");
            });
  }

  @Test
  void whoIsSubscribedIsNotTold() {
    Answer answer = verify("--json");

    assertThat(answer.out() + answer.err()).doesNotContain("curious@example.org");
  }

  @Test
  void aQuestionThatAwsRefusesIsLeftOpen() {
    aws.refuse("GetConfigurationSet ConfigurationSet-1K2L", "AccessDeniedException");

    Answer answer = verify();

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.out())
        .contains(
            "cannot tell  configuration-set ConfigurationSet-1K2L: GetConfigurationSet:"
                + " AccessDeniedException\n")
        .contains("ok           event-destination ");
  }

  @Test
  void whatIsNotThereIsAFailure() {
    aws.refuse("GetEventSourceMapping bulk-source", "ResourceNotFoundException");

    fails("event-source bulk: it is not there", "Find in CloudTrail who deleted it");
  }

  @Test
  void aDeploymentThatWasRolledBack() {
    aws.change("DescribeStacks mail", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE");

    fails(
        "stack mail: UPDATE_ROLLBACK_COMPLETE: the last deployment did not reach its end",
        "Fix what its first failed event says");
  }

  @Test
  void aNestedStackThatIsBroken() {
    aws.change(
        "DescribeStacks id-of-the-nested-stack", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_FAILED");

    fails(
        "stack Monitoring: UPDATE_ROLLBACK_FAILED: the last deployment did not reach its end",
        "Fix what its first failed event says");
  }

  @Test
  void anEventSourceThatSomebodyChanged() {
    drift("/BatchSize", "10", "1");

    fails(
        "drift DispatchFunctionMail: /BatchSize is 1, not 10",
        "Set it back with aws lambda update-event-source-mapping --uuid mail-source");
  }

  private void drift(String path, String wanted, String found) {
    aws.change("DetectStackResourceDrift DispatchFunctionMail", "IN_SYNC", "MODIFIED");
    aws.change(
        "DetectStackResourceDrift DispatchFunctionMail",
        "<PropertyDifferences></PropertyDifferences>",
        """
        <PropertyDifferences><member><PropertyPath>%s</PropertyPath>
        <ExpectedValue>%s</ExpectedValue><ActualValue>%s</ActualValue>
        <DifferenceType>NOT_EQUAL</DifferenceType></member></PropertyDifferences>\
        """
            .formatted(path, wanted, found));
  }

  @Test
  void whatAccountWatchSwitchesIsNoDrift() {
    openBreaker();
    disable("mail-source");
    disable("bulk-source");
    drift("/Enabled", "true", "false");

    Answer answer = verify();

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.out())
        .contains("ok           drift DispatchFunctionMail: as the template has it, and switched")
        .contains(
            "FAILED       event-source mail: Disabled by AccountWatch: the breaker is open: DAILY"
                + "_QUOTA\n             do: Take away what opened it");
  }

  private void openBreaker() {
    aws.change(
        "GetItem mail-LedgerTable-7G8H",
        "{}",
        """
        {"Item": {"id": {"S": "~pace"}, "tat": {"N": "0"}, "rate": {"N": "1"},
          "ceiling": {"N": "1"}, "rateChangedAt": {"N": "0"}, "version": {"N": "1"},
          "openReason": {"S": "DAILY_QUOTA"}, "openedAt": {"N": "0"}}}\
        """);
  }

  private void disable(String mapping) {
    aws.change("GetEventSourceMapping " + mapping, "Enabled", "Disabled");
  }

  @Test
  void anEventSourceThatSomebodySwitchedOff() {
    disable("mail-source");

    fails(
        "event-source mail: Disabled, by somebody's hand: the breaker is closed: USER_INITIATED",
        "Wait a minute for AccountWatch");
  }

  @Test
  void aDispatcherThatLambdaTakesForALoop() {
    aws.change("GetFunctionRecursionConfig " + DISPATCH, "Allow", "Terminate");

    fails(
        "recursion " + DISPATCH + ": Terminate, not Allow",
        "aws lambda put-function-recursion-config --function-name "
            + DISPATCH
            + " --recursive-loop Allow\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Active|Inactive|version 12 is Inactive|Invoke it once with the event events/awake.json
          Active|Failed|version 12 is Failed|Deploy again with another LogLevel: a new version
          "On"|"Off"|version 12 starts without a snapshot|Deploy again with another LogLevel: a new
          """)
  void aVersionThatIsNotReady(String was, String is, String found, String action) {
    aws.change("GetFunctionConfiguration " + FEEDBACK + ":live", was, is);

    fails("snapshot " + FEEDBACK + ": " + found, action);
  }

  @Test
  void anAliasThatStayedOnOldSettings() {
    String latest = "GetFunctionConfiguration " + DISPATCH;
    aws.change(latest, "\"SETTINGS_VERSION\": \"12\"", "\"SETTINGS_VERSION\": \"13\"");
    aws.change(latest, "\"MemorySize\": 1769", "\"MemorySize\": 3538");

    fails(
        "alias "
            + DISPATCH
            + ": live is version 12, and differs from what was deployed last in SETTINGS_VERSION,"
            + " memory",
        "Deploy again with another LogLevel: the alias then moves\n");
  }

  @Test
  void anAccountWithTooFewConcurrentExecutions() {
    aws.change("GetAccountSettings", "1000", "9");

    fails(
        "concurrency account: 9 unreserved of 9 for 10 at once",
        "Ask for more of Lambda's Concurrent executions in Service Quotas");
  }

  @Test
  void theSandbox() {
    aws.change(
        "GetAccount", "\"ProductionAccessEnabled\": true", "\"ProductionAccessEnabled\": false");

    fails(
        "production-access account: the sandbox: mail reaches verified addresses and the simulator"
            + " alone, 200 a day",
        "Ask for production access in the SES console, Account dashboard\n");
  }

  @Test
  void dnsRecordsOfAnotherZone() {
    aws.change("GetEmailIdentity example.com", "dkim.amazonses.com", "dkim.eu.amazonses.com");
    aws.change(
        "GetEmailIdentity example.com", "\"Status\": \"SUCCESS\"", "\"Status\": \"PENDING\"");

    Answer answer = verify();

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.out())
        .contains("FAILED       dkim-zone example.com: CloudFormation gave one._domainkey")
        .contains("one._domainkey.example.com → one.dkim.eu.amazonses.com")
        .contains(
            "do: Publish the three that postrider domain records example.com --region eu-central-1"
                + " prints\n");
  }

  /// CloudFormation's outputs stay as they are, whatever the operator publishes.
  @Test
  void dnsRecordsThatWerePutRightByHand() {
    aws.change("GetEmailIdentity example.com", "dkim.amazonses.com", "dkim.eu.amazonses.com");

    Answer answer = verify();

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out())
        .contains(
            "ok           dkim-zone example.com: SES found the records of dkim.eu.amazonses.com;"
                + " the stack's outputs name others\n");
  }

  @Test
  void aMailFromDomainThatIsLost() {
    aws.change(
        "GetEmailIdentity example.com",
        "\"MailFromDomainStatus\": \"SUCCESS\"",
        "\"MailFromDomainStatus\": \"FAILED\"");

    fails(
        "mail-from example.com: FAILED",
        "run: postrider domain check example.com --region eu-central-1\n");
  }

  @Test
  void aDomainThatSesStillLooksFor() {
    aws.change(
        "GetEmailIdentity example.com", "\"Status\": \"SUCCESS\"", "\"Status\": \"PENDING\"");

    Answer answer = verify();

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.out())
        .contains("cannot tell  dkim example.com: PENDING: SES looks for the DNS records; ");
  }

  @Test
  void aConfigurationSetThatSendsInPlainText() {
    aws.change("GetConfigurationSet ConfigurationSet-1K2L", "REQUIRE", "OPTIONAL");

    fails(
        "configuration-set ConfigurationSet-1K2L: TLS is OPTIONAL, not REQUIRE",
        "aws sesv2 put-configuration-set-delivery-options --tls-policy REQUIRE");
  }

  @Test
  void aConfigurationSetThatSaysNothingOfTls() {
    parameter("DescribeStacks mail", "TlsPolicy", "REQUIRE", "OPTIONAL");
    aws.change("GetConfigurationSet ConfigurationSet-1K2L", "\"TlsPolicy\": \"REQUIRE\"", "");

    assertThat(verify().out())
        .contains("ok           configuration-set ConfigurationSet-1K2L: sends, TLS OPTIONAL\n");
  }

  @Test
  void eventsThatDoNotCome() {
    String key = "GetConfigurationSetEventDestinations ConfigurationSet-1K2L";
    aws.change(key, "\"COMPLAINT\",", "");

    fails(
        "event-destination ConfigurationSet-1K2L: these events do not come: COMPLAINT",
        "aws sesv2 update-configuration-set-event-destination --configuration-set-name"
            + " ConfigurationSet-1K2L --event-destination-name feedback");
  }

  @Test
  void aTopicThatSesMayNotPublishTo() {
    aws.change(
        "GetTopicAttributes mail-feedback",
        "configuration-set/ConfigurationSet-1K2L",
        "configuration-set/another");

    fails(
        "feedback-topic FeedbackTopic: its policy does not let SES publish for"
            + " arn:aws:ses:eu-central-1:000000000000:configuration-set/ConfigurationSet-1K2L",
        "aws sns set-topic-attributes --attribute-name Policy");
  }

  @Test
  void aFunctionThatIsNotSubscribed() {
    aws.change("ListSubscriptionsByTopic mail-feedback", FEEDBACK, "another");

    Answer answer = verify();

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.out())
        .contains("FAILED       subscription " + FEEDBACK + ": the function is not subscribed\n")
        .contains("do: aws sns subscribe --topic-arn arn:aws:sns:eu-central-1:000000000000:mail-");
  }

  @Test
  void eventsThatAreLostWhenTheyCannotBeHandedOver() {
    aws.change("GetSubscriptionAttributes id-of-the-subscription", "RedrivePolicy", "Other");

    fails(
        "undeliverable-events " + FEEDBACK + ": an event that SNS cannot hand over is lost",
        "aws sns set-subscription-attributes --subscription-arn");
  }

  @Test
  void eventsThatWaitForAnOperator() {
    aws.change(
        "GetQueueAttributes mail-feedback-dead",
        "\"ApproximateNumberOfMessages\": \"0\"",
        "\"ApproximateNumberOfMessages\": \"3\"");

    fails(
        "dead-letters FeedbackDeadLetterQueue: 3 events wait there",
        "postrider dead explain --queue feedback --stack mail --region eu-central-1\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0|nobody is subscribed: no alarm is heard|aws sns subscribe --topic-arn
          1|1 not confirmed: no alarm is heard|Follow the link in the mail that SNS sent
          """)
  void alarmsThatNobodyHears(String pending, String found, String action) {
    String key = "GetTopicAttributes mail-alarms";
    aws.change(key, "Confirmed</key><value>1", "Confirmed</key><value>0");
    aws.change(key, "Pending</key><value>0", "Pending</key><value>" + pending);

    fails("alarm-topic AlarmTopic: " + found, action);
  }

  @Test
  void anAlarmTopicOfAnotherAccount() {
    aws.change("DescribeStacks mail", "000000000000:mail-alarms", "999999999999:mail-alarms");

    Answer answer = verify();

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out()).contains("ok           alarm-topic AlarmTopic: 1 confirmed\n");
  }

  @Test
  void anAlarmTopicThatCloudWatchCannotEncryptFor() {
    aws.change(
        "GetTopicAttributes mail-alarms",
        "</Attributes>",
        "<entry><key>KmsMasterKeyId</key><value>alias/aws/sns</value></entry></Attributes>");

    fails(
        "alarm-topic AlarmTopic: CloudWatch cannot use the topic's key, alias/aws/sns (decision"
            + " 0010)",
        "aws sns set-topic-attributes --topic-arn arn:aws:sns:eu-central-1:000000000000:mail-"
            + "alarms --attribute-name KmsMasterKeyId");
  }

  @Test
  void anAlarmThatIsTooYoungForAValue() {
    String now = String.valueOf(Instant.now().getEpochSecond());
    aws.change("GetMetricData BreakerOpen", "1.0,", "");
    aws.change("GetMetricData BreakerOpen", "1.0", "");
    aws.change(
        "DescribeAlarms",
        "\"TreatMissingData\": \"breaching\"",
        "\"TreatMissingData\": \"breaching\", \"AlarmConfigurationUpdatedTimestamp\": " + now);

    Answer answer = verify();

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.out())
        .contains("cannot tell  alarm mail-account-watch-silent: no value yet: it was deployed ");
  }

  @Test
  void anAlarmThatNeverHasAValue() {
    aws.change("GetMetricData BreakerOpen", "1.0,", "");
    aws.change("GetMetricData BreakerOpen", "1.0", "");

    fails(
        "alarm mail-account-watch-silent: no value in 3 hours, and it must have one every minute",
        "Read the log of AccountWatchFunction");
  }

  @Test
  void anAlarmWhoseExpressionCloudWatchRefuses() {
    aws.refuse("GetMetricData Errors", "ValidationError");

    fails(
        "alarm mail-account-watch-errors: CloudWatch refuses its expression: ValidationError",
        "Correct it in monitoring.yaml, and deploy\n");
  }

  @Test
  void anAlarmThatSomebodySilenced() {
    aws.change(
        "DescribeAlarms",
        "\"AlarmName\": \"mail-account-watch-failing\",\n   \"ActionsEnabled\": true",
        "\"AlarmName\": \"mail-account-watch-failing\",\n   \"ActionsEnabled\": false");

    fails(
        "alarm mail-account-watch-failing: somebody silenced it",
        "aws cloudwatch enable-alarm-actions --alarm-names mail-account-watch-failing\n");
  }

  @Test
  void anAlarmThatIsGone() {
    aws.change("DescribeAlarms", "mail-account-watch-failing", "mail-of-another");

    fails(
        "alarms Monitoring: gone: mail-account-watch-failing",
        "Take them out of monitoring.yaml and deploy");
  }

  @Test
  void aTableThatAnyoneCanDelete() {
    aws.change(
        "DescribeTable mail-LedgerTable-7G8H",
        "\"DeletionProtectionEnabled\": true",
        "\"DeletionProtectionEnabled\": false");

    fails(
        "deletion-protection mail-LedgerTable-7G8H: off",
        "aws dynamodb update-table --deletion-protection-enabled --table-name"
            + " mail-LedgerTable-7G8H\n");
  }

  @Test
  void aTableThatCannotBeBroughtBack() {
    aws.change(
        "DescribeContinuousBackups mail-SuppressionTable-9I0J",
        "\"PointInTimeRecoveryStatus\": \"ENABLED\"",
        "\"PointInTimeRecoveryStatus\": \"DISABLED\"");

    fails(
        "recovery mail-SuppressionTable-9I0J: off",
        "aws dynamodb update-continuous-backups --table-name mail-SuppressionTable-9I0J");
  }

  @Test
  void otherParametersWantOtherThings() {
    String stack = "DescribeStacks mail";
    parameter(stack, "Encryption", "AWS_OWNED_KEYS", "CUSTOMER_KEY");
    parameter(stack, "DeletionProtection", "true", "false");
    parameter(stack, "LedgerPointInTimeRecovery", "true", "false");
    parameter(stack, "DispatchReservedConcurrency", "0", "5");
    parameter(stack, "DeliveryEvents", "true", "false");
    parameter(stack, "EngagementEvents", "false", "true");
    parameter(stack, "UseExistingIdentity", "false", "true");
    aws.change(
        "GetEmailIdentity example.com", "\"MailFromDomain\": \"mail.", "\"MailFromDomain\": \"b.");

    Answer answer = verify();

    assertThat(answer.out())
        .contains("ok           deletion-protection mail-LedgerTable-7G8H: on; the parameter")
        .contains("ok           recovery mail-LedgerTable-7G8H: on; the parameter Ledger")
        .contains("ok           recovery mail-SuppressionTable-9I0J: on\n")
        .contains("ok           mail-from example.com: SUCCESS\n")
        .contains("FAILED       encryption mail-LedgerTable-7G8H: by a key that AWS owns\n")
        .contains("FAILED       concurrency account: 5 are reserved for 6 dispatchers\n")
        .contains("these events do not come: CLICK,OPEN\n");
  }

  private void parameter(String stack, String name, String was, String is) {
    String key = "<ParameterKey>" + name + "</ParameterKey><ParameterValue>";
    aws.change(stack, key + was, key + is);
  }

  @Test
  void aStackWithoutThePartsThatCanBeLeftOut() {
    String stack = "DescribeStacks mail";
    parameter(stack, "UseExistingIdentity", "false", "true");
    aws.change(stack, "<OutputKey>StatusBusName", "<OutputKey>NoStatusBusName");
    aws.change(stack, "<OutputKey>Dmarc", "<OutputKey>NoDmarc");
    aws.change(stack, "<OutputKey>DnsRecord", "<OutputKey>NoDnsRecord");

    Answer answer = verify();

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out())
        .doesNotContain("DmarcReportFunction")
        .contains("ok           status-bus StatusBus: none; the parameter StatusEventBus is off\n")
        .contains("ok           dkim-zone example.com: the stack did not make the identity");
  }

  @Test
  void aBusThatIsGone() {
    aws.refuse("DescribeEventBus mail-status", "ResourceNotFoundException");

    fails("status-bus StatusBus: it is not there", "Find in CloudTrail who deleted it");
  }

  private static Answer verifyWithMail() {
    return Answer.of("verify", "--stack", "mail", "--region", "eu-central-1", "--timeout", "PT0S");
  }

  @Test
  void whatWasSentIsCounted() {
    assertThat(verifyWithMail().out())
        .contains("ok           metric Sent: Sent has a value\n")
        .contains("ok           status-events StatusEventsLost: none was lost\n");
  }

  @Test
  void noLossIsSeenWhileCountsDoNotCome() {
    aws.change("GetMetricData Sent", "6.0", "");

    assertThat(verifyWithMail().out())
        .contains("cannot tell  status-events StatusEventsLost: no value of Sent has come yet; ");
  }

  @Test
  void countsThatDoNotComeAndStatusEventsThatAreLost() {
    aws.change("GetMetricData Sent", "6.0", "");
    aws.change("GetMetricData StatusEventsLost", "[]", "[2.0]");

    assertThat(verifyWithMail().out())
        .contains("cannot tell  metric Sent: no value of Sent has come yet; ")
        .contains("FAILED       status-events StatusEventsLost: some were lost\n");
  }

  @Test
  void aQuestionAboutMailThatAwsRefusesIsLeftOpen() {
    aws.refuse("Query mail-SuppressionTable-9I0J", "AccessDeniedException");

    assertThat(verifyWithMail().out())
        .contains(
            "cannot tell  mail plain: UpdateItem: DynamoDB Query failed: AccessDeniedException");
  }

  @Test
  void mailIsNotSentWhereNoneGoes() {
    disable("mail-source");

    Answer answer = verifyWithMail();

    assertThat(answer.out())
        .contains("cannot tell  mail all: not sent, since event-source failed\n");
  }

  /// SES refuses the mail of a domain that is not verified, and an alarm pages for it.
  @Test
  void mailIsNotSentBeforeTheDomainIsVerified() {
    aws.change(
        "GetEmailIdentity example.com",
        "\"VerifiedForSendingStatus\": true,\n \"VerificationStatus\": \"SUCCESS\"",
        "\"VerifiedForSendingStatus\": false,\n \"VerificationStatus\": \"PENDING\"");

    Answer answer = verifyWithMail();

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.out())
        .contains("cannot tell  mail all: not sent, since identity is not known to be ok\n");
  }

  @Test
  void aStackThatIsNotThere() {
    aws.refuse("DescribeStacks mail", "ValidationError");

    Answer answer = verify();

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err()).contains("The stack \"mail\" could not be read");
  }
}
