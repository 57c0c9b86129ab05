package dev.postrider.verify;

import dev.postrider.verify.StackVerdict.Failed;
import dev.postrider.verify.StackVerdict.Ok;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sns.model.GetSubscriptionAttributesResponse;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesResponse;
import software.amazon.awssdk.services.sns.model.Subscription;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// What must be true of the two topics: events come to the feedback function or to its dead
/// letters, and alarms come to somebody. Endpoints of subscriptions may be addresses: none is told.
public final class TopicChecks {
  /// SNS's word in the place of an ARN.
  private static final String PENDING = "PendingConfirmation";

  private TopicChecks() {}

  /// Whether SES may publish the configuration set's events.
  public static StackVerdict sesMayPublish(GetTopicAttributesResponse topic, DeployedStack stack) {
    String arn = stack.output("FeedbackTopicArn");
    String source =
        Arn.beside(arn, "ses", "configuration-set/" + stack.output("ConfigurationSetName"));
    if (underSnsKey(topic)) {
      return unusable("SES", arn);
    }
    return policy(topic).allows("ses.amazonaws.com", "sns:Publish", source)
        ? new Ok("SES may publish")
        : new Failed(
            "its policy does not let SES publish for " + source,
            "aws sns set-topic-attributes --attribute-name Policy, with the policy of"
                + " FeedbackTopicPolicy in template.yaml");
  }

  /// Whether AWS's own key for SNS encrypts the topic: its policy lets no service publish.
  private static boolean underSnsKey(GetTopicAttributesResponse topic) {
    return topic.attributes().getOrDefault("KmsMasterKeyId", "").endsWith("alias/aws/sns");
  }

  private static Failed unusable(String service, String arn) {
    return new Failed(
        service + " cannot use the topic's key, alias/aws/sns (decision 0010)",
        "aws sns set-topic-attributes --topic-arn %s --attribute-name KmsMasterKeyId".formatted(arn)
            + " --attribute-value '', or a key of your own whose policy lets it");
  }

  /// The subscription of the feedback function.
  ///
  /// @param subscriptions of the feedback topic
  public static Optional<Subscription> ofFunction(
      List<Subscription> subscriptions, String function) {
    return subscriptions.stream()
        .filter(
            s ->
                "lambda".equals(s.protocol())
                    && s.endpoint() != null
                    && (s.endpoint() + ":").contains(":function:" + function + ":"))
        .findFirst();
  }

  /// Whether the feedback function is subscribed.
  public static StackVerdict subscription(
      List<Subscription> subscriptions, String function, String topic) {
    String action =
        "aws sns subscribe --topic-arn %s --protocol lambda --notification-endpoint, with the ARN"
                .formatted(topic)
            + " of the alias live of "
            + function;
    return ofFunction(subscriptions, function)
        .<StackVerdict>map(
            found -> {
              if (PENDING.equals(found.subscriptionArn())) {
                return new Failed("it is not confirmed", action);
              }
              return found.endpoint().endsWith(":live")
                  ? new Ok("confirmed, of the alias live")
                  : new Failed("it does not lead to the alias live", action);
            })
        .orElseGet(() -> new Failed("the function is not subscribed", action));
  }

  /// Whether an event that SNS cannot hand over is kept.
  ///
  /// @param deadLetters the queue's ARN
  public static StackVerdict redrive(
      GetSubscriptionAttributesResponse subscription, String deadLetters) {
    Map<String, String> attributes = subscription.attributes();
    String arn = attributes.getOrDefault("SubscriptionArn", "");
    if (!attributes.getOrDefault("FilterPolicy", "{}").equals("{}")) {
      return new Failed(
          "a filter keeps events back",
          "aws sns set-subscription-attributes --subscription-arn %s --attribute-name FilterPolicy"
                  .formatted(arn)
              + " --attribute-value '{}'");
    }
    return attributes.getOrDefault("RedrivePolicy", "").contains("\"" + deadLetters + "\"")
        ? new Ok("to the dead letters")
        : new Failed(
            "an event that SNS cannot hand over is lost",
            "aws sns set-subscription-attributes --subscription-arn %s --attribute-name"
                    .formatted(arn)
                + " RedrivePolicy --attribute-value '{\"deadLetterTargetArn\":\"%s\"}'"
                    .formatted(deadLetters));
  }

  /// Whether SNS may put the feedback topic's events there.
  public static StackVerdict snsMaySend(GetQueueAttributesResponse queue, DeployedStack stack) {
    String topic = stack.output("FeedbackTopicArn");
    String policy = queue.attributes().getOrDefault(QueueAttributeName.POLICY, "");
    return ResourcePolicy.of(policy).allows("sns.amazonaws.com", "sqs:SendMessage", topic)
        ? new Ok("SNS may send")
        : new Failed(
            "its policy does not let SNS send for " + topic,
            "aws sqs set-queue-attributes, with the policy of FeedbackDeadLetterQueuePolicy in"
                + " template.yaml");
  }

  /// Whether events wait for an operator.
  public static StackVerdict waiting(GetQueueAttributesResponse queue) {
    String waiting =
        queue.attributes().getOrDefault(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "0");
    return waiting.equals("0")
        ? new Ok("empty")
        : new Failed(waiting + " events wait there", "./postrider dead explain --queue feedback");
  }

  /// Whether somebody hears the alarms. The topic may be another account's.
  public static StackVerdict alarmTopic(
      GetTopicAttributesResponse topic, DeployedStack stack, String name) {
    String arn = stack.output("AlarmTopicArn");
    if (underSnsKey(topic)) {
      return unusable("CloudWatch", arn);
    }
    String source =
        Arn.beside(
            stack.output("FeedbackTopicArn"), "cloudwatch", "alarm:" + name + "-breaker-open");
    if (!policy(topic).allows("cloudwatch.amazonaws.com", "sns:Publish", source)) {
      return new Failed(
          "its policy does not let CloudWatch publish",
          "aws sns set-topic-attributes --attribute-name Policy, with the policy of"
              + " AlarmTopicPolicy in template.yaml");
    }
    String confirmed = topic.attributes().getOrDefault("SubscriptionsConfirmed", "0");
    if (!confirmed.equals("0")) {
      return new Ok(confirmed + " confirmed");
    }
    String pending = topic.attributes().getOrDefault("SubscriptionsPending", "0");
    return pending.equals("0")
        ? new Failed(
            "nobody is subscribed: no alarm is heard",
            "aws sns subscribe --topic-arn %s --protocol email --notification-endpoint ADDRESS"
                .formatted(arn))
        : new Failed(
            pending + " not confirmed: no alarm is heard",
            "Follow the link in the mail that SNS sent to the subscriber");
  }

  private static ResourcePolicy policy(GetTopicAttributesResponse topic) {
    return ResourcePolicy.of(topic.attributes().getOrDefault("Policy", ""));
  }
}
