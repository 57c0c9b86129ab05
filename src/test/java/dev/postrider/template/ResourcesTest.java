package dev.postrider.template;

import static dev.postrider.template.Template.list;
import static dev.postrider.template.Template.map;
import static dev.postrider.template.Template.number;
import static dev.postrider.template.Template.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Queues, tables, topic and domain are as DESIGN and AWS's own limits want them.
class ResourcesTest {
  private static final Template TEMPLATE = Template.read();

  static List<String> queues() {
    return TEMPLATE.idsOf("AWS::SQS::Queue");
  }

  static List<String> sources() {
    return List.of("MailQueue", "BulkQueue");
  }

  static List<String> tables() {
    return TEMPLATE.idsOf("AWS::DynamoDB::Table");
  }

  @Test
  void the_names_that_others_rely_on_are_there() {
    assertThat(TEMPLATE.resources())
        .containsKeys(
            "MailQueue",
            "BulkQueue",
            "MailDeadLetterQueue",
            "RejectedQueue",
            "HeldQueue",
            "FeedbackDeadLetterQueue",
            "LedgerTable",
            "SuppressionTable",
            "FeedbackTopic",
            "DispatchFunction",
            "FeedbackFunction",
            "AccountWatchFunction",
            "ConfigurationSet",
            "EmailIdentity");
  }

  @ParameterizedTest
  @MethodSource("queues")
  void a_queue_takes_one_mebibyte_keeps_it_for_14_days_and_encrypts_it(String queue) {
    Map<String, Object> properties = TEMPLATE.properties(queue);
    assertThat(number(properties, "MaximumMessageSize")).isEqualTo(1_048_576);
    assertThat(number(properties, "MessageRetentionPeriod")).isEqualTo(14 * 24 * 60 * 60);
    assertThat(text(properties, "SqsManagedSseEnabled"))
        .isEqualTo("{Fn::If=[UsesCustomerKey, {Ref=AWS::NoValue}, true]}");
    assertThat(text(properties, "KmsMasterKeyId"))
        .isEqualTo("{Fn::If=[UsesCustomerKey, {Ref=Key}, {Ref=AWS::NoValue}]}");
    assertThat(map(properties.get("RedriveAllowPolicy"))).containsKey("redrivePermission");
  }

  @ParameterizedTest
  @MethodSource("queues")
  void a_queue_refuses_all_that_comes_without_tls(String queue) {
    assertThat(TEMPLATE.idsOf("AWS::SQS::QueuePolicy").stream().map(TEMPLATE::properties))
        .filteredOn(p -> list(p.get("Queues")).equals(List.of(Map.of("Ref", queue))))
        .singleElement()
        .satisfies(
            p ->
                assertThat(map(list(map(p.get("PolicyDocument")).get("Statement")).getFirst()))
                    .containsEntry("Effect", "Deny")
                    .containsEntry("Principal", "*")
                    .containsEntry("Action", "sqs:*")
                    .containsEntry("Resource", Map.of("Fn::GetAtt", queue + ".Arn"))
                    .containsEntry(
                        "Condition", Map.of("Bool", Map.of("aws:SecureTransport", "false"))));
  }

  @Test
  void the_mail_queue_waits_for_no_batch() {
    assertThat(eventSource("MailQueue"))
        .containsEntry("BatchSize", 10)
        .containsEntry("MaximumBatchingWindowInSeconds", 0);
  }

  @ParameterizedTest
  @MethodSource("sources")
  void a_message_stays_hidden_for_six_timeouts_and_the_window(String queue) {
    int timeout = number(TEMPLATE.properties("DispatchFunction"), "Timeout");
    int window = number(eventSource(queue), "MaximumBatchingWindowInSeconds");
    assertThat(number(TEMPLATE.properties(queue), "VisibilityTimeout"))
        .isGreaterThanOrEqualTo(6 * timeout + window);
  }

  @ParameterizedTest
  @MethodSource("sources")
  void poison_goes_to_the_dead_letters_after_five_receives(String queue) {
    assertThat(map(TEMPLATE.properties(queue).get("RedrivePolicy")))
        .isEqualTo(
            Map.of(
                "deadLetterTargetArn",
                Map.of("Fn::GetAtt", "MailDeadLetterQueue.Arn"),
                "maxReceiveCount",
                5));
    String name = text(map(TEMPLATE.properties(queue).get("QueueName")), "Fn::Sub");
    assertThat(
            list(
                map(TEMPLATE.properties("MailDeadLetterQueue").get("RedriveAllowPolicy"))
                    .get("sourceQueueArns")))
        .anyMatch(arn -> text(map(arn), "Fn::Sub").endsWith(":" + name));
  }

  @ParameterizedTest
  @MethodSource("sources")
  void one_bad_record_never_takes_its_batch_with_it(String queue) {
    assertThat(list(eventSource(queue).get("FunctionResponseTypes")))
        .containsExactly("ReportBatchItemFailures");
    assertThat(eventSource(queue))
        .as("filters delete what they do not match")
        .doesNotContainKey("FilterCriteria");
  }

  @ParameterizedTest
  @MethodSource("tables")
  void a_table_is_on_demand_forgets_by_ttl_and_outlives_the_stack(String table) {
    assertThat(TEMPLATE.resource(table))
        .containsEntry("DeletionPolicy", "Retain")
        .containsEntry("UpdateReplacePolicy", "Retain");
    assertThat(TEMPLATE.properties(table))
        .containsEntry("BillingMode", "PAY_PER_REQUEST")
        .containsEntry("TimeToLiveSpecification", Map.of("AttributeName", "ttl", "Enabled", true))
        .containsKeys("PointInTimeRecoverySpecification", "DeletionProtectionEnabled");
  }

  @Test
  void the_tables_have_the_keys_that_the_adapters_use() {
    assertThat(keysOf("LedgerTable")).isEqualTo(Map.of("id", "HASH"));
    assertThat(keysOf("SuppressionTable")).isEqualTo(Map.of("address", "HASH", "scope", "RANGE"));
  }

  @Test
  void suppressions_can_always_be_recovered_to_a_point_in_time() {
    assertThat(map(TEMPLATE.properties("SuppressionTable").get("PointInTimeRecoverySpecification")))
        .isEqualTo(Map.of("PointInTimeRecoveryEnabled", true));
  }

  @Test
  void what_mail_is_signed_with_outlives_the_stack() {
    assertThat(TEMPLATE.resources().keySet())
        .filteredOn(
            id -> id.matches("EmailIdentity|ConfigurationSet|DkimRecord.|MailFrom.*|DmarcRecord"))
        .hasSize(8)
        .allSatisfy(
            id ->
                assertThat(TEMPLATE.resource(id))
                    .containsEntry("DeletionPolicy", "RetainExceptOnCreate")
                    .containsEntry("UpdateReplacePolicy", "Retain"));
  }

  @Test
  void a_bucket_that_ses_has_written_to_does_not_break_the_roll_back() {
    assertThat(TEMPLATE.resource("DmarcReportBucket"))
        .containsEntry("DeletionPolicy", "Retain")
        .containsEntry("UpdateReplacePolicy", "Retain");
  }

  @Test
  void every_event_that_feedback_needs_is_published() {
    assertThat(
            list(
                map(TEMPLATE.properties("FeedbackEventDestination").get("EventDestination"))
                    .get("MatchingEventTypes")))
        .as("in camelCase, which SES has always taken")
        .containsExactly(
            "send",
            Map.of("Fn::If", List.of("TracksDelivery", "delivery", Map.of("Ref", "AWS::NoValue"))),
            "bounce",
            "complaint",
            "reject",
            "renderingFailure",
            "deliveryDelay",
            engagement("open"),
            engagement("click"));
  }

  private static Object engagement(String type) {
    return Map.of("Fn::If", List.of("TracksEngagement", type, Map.of("Ref", "AWS::NoValue")));
  }

  @Test
  void two_stacks_of_one_name_in_two_regions_do_not_fight_over_a_name() {
    assertThat(TEMPLATE.idsOf("AWS::CloudWatch::Dashboard"))
        .isNotEmpty()
        .allSatisfy(
            id ->
                assertThat(text(TEMPLATE.properties(id), "DashboardName"))
                    .contains("${AWS::StackName}", "${AWS::Region}"));
    assertThat(TEMPLATE.resources().keySet())
        .as("IAM and S3 generate names")
        .allSatisfy(
            id ->
                assertThat(TEMPLATE.properties(id))
                    .doesNotContainKeys("RoleName", "ManagedPolicyName", "BucketName"));
  }

  @Test
  void hosts_of_aws_are_of_its_partition() {
    assertThat(TEMPLATE.root().toString())
        .contains("sqs.${AWS::Region}.${AWS::URLSuffix}")
        .doesNotContainPattern(
            "(sqs|dynamodb|email|lambda|events|s3)\\.\\$\\{AWS::Region}\\.amazon");
  }

  @Test
  void the_domain_prints_the_six_records_that_it_sets() {
    assertThat(map(TEMPLATE.root().get("Outputs")).keySet())
        .filteredOn(name -> name.startsWith("DnsRecord"))
        .hasSize(6);
    assertThat(TEMPLATE.idsOf("AWS::Route53::RecordSet"))
        .filteredOn(id -> !id.equals("DmarcReportMxRecord"))
        .hasSize(6);
  }

  @Test
  void dmarc_reports_are_received_only_on_request_and_kept_from_others() {
    assertThat(map(map(TEMPLATE.root().get("Parameters")).get("ReceiveDmarcReports")))
        .containsEntry("Default", "false");
    assertThat(TEMPLATE.properties("DmarcReportBucket"))
        .containsEntry(
            "PublicAccessBlockConfiguration",
            Map.of(
                "BlockPublicAcls", true,
                "BlockPublicPolicy", true,
                "IgnorePublicAcls", true,
                "RestrictPublicBuckets", true))
        .containsKeys("BucketEncryption", "LifecycleConfiguration", "OwnershipControls");
    List<Object> statements =
        list(
            map(TEMPLATE.properties("DmarcReportBucketPolicy").get("PolicyDocument"))
                .get("Statement"));
    assertThat(statements).hasSize(2);
    assertThat(map(statements.getFirst()))
        .containsEntry("Principal", Map.of("Service", "ses.amazonaws.com"))
        .containsEntry("Action", "s3:PutObject");
    assertThat(text(map(statements.getFirst()), "Condition"))
        .contains(
            "aws:SourceAccount={Ref=AWS::AccountId}", ":receipt-rule/${AWS::StackName}-dmarc");
    assertThat(
            text(
                map(map(TEMPLATE.properties("DmarcReceiptRule").get("Rule")).get("Name")),
                "Fn::Sub"))
        .isEqualTo("${AWS::StackName}-dmarc");
    assertThat(map(statements.getLast()))
        .containsEntry("Effect", "Deny")
        .containsEntry("Action", "s3:*")
        .containsEntry("Condition", Map.of("Bool", Map.of("aws:SecureTransport", "false")));
  }

  @Test
  void every_parameter_is_described_bounded_and_grouped() {
    Map<String, Object> parameters = map(TEMPLATE.root().get("Parameters"));
    assertThat(parameters)
        .allSatisfy(
            (name, value) -> {
              Map<String, Object> parameter = map(value);
              assertThat(parameter).as(name).containsKey("Description");
              if (parameter.containsKey("AllowedPattern")) {
                assertThat(parameter).as(name).containsKey("ConstraintDescription");
              } else if (!parameter.containsKey("AllowedValues")) {
                assertThat(parameter).as(name).containsKeys("MinValue", "MaxValue");
              }
            });
    assertThat(grouped()).isEqualTo(new TreeSet<>(parameters.keySet()));
  }

  @Test
  void every_parameter_is_explained_to_who_deploys() throws IOException {
    String guide = Files.readString(Path.of("docs/deploy.md"));
    assertThat(map(TEMPLATE.root().get("Parameters")).keySet())
        .allSatisfy(name -> assertThat(guide).contains("| `" + name + "` |"));
  }

  @Test
  void only_the_domain_must_be_told() {
    assertThat(map(TEMPLATE.root().get("Parameters")).entrySet())
        .filteredOn(e -> !map(e.getValue()).containsKey("Default"))
        .extracting(Map.Entry::getKey)
        .containsExactly("DomainName");
  }

  private static Set<String> grouped() {
    Map<String, Object> face =
        map(map(TEMPLATE.root().get("Metadata")).get("AWS::CloudFormation::Interface"));
    return list(face.get("ParameterGroups")).stream()
        .flatMap(group -> list(map(group).get("Parameters")).stream())
        .map(Object::toString)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Map<String, Object> eventSource(String queue) {
    return map(TEMPLATE.properties("DispatchFunction").get("Events")).values().stream()
        .map(event -> map(map(event).get("Properties")))
        .filter(
            p ->
                p.get("Queue") instanceof Map<?, ?> q
                    && (queue + ".Arn").equals(q.get("Fn::GetAtt")))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, String> keysOf(String table) {
    return list(TEMPLATE.properties(table).get("KeySchema")).stream()
        .map(Template::map)
        .collect(Collectors.toMap(k -> text(k, "AttributeName"), k -> text(k, "KeyType")));
  }
}
