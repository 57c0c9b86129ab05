package dev.postrider.cli.ops;

import static dev.postrider.cli.ops.AwsQuestion.ask;

import dev.postrider.verify.AwsAnswer;
import dev.postrider.verify.DeployedStack;
import dev.postrider.verify.FunctionChecks;
import dev.postrider.verify.StackFinding;
import dev.postrider.verify.TopicChecks;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sns.model.GetSubscriptionAttributesResponse;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesResponse;
import software.amazon.awssdk.services.sns.model.Subscription;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// Asks about the way of SES's events, from the topic to the function or the dead letters, and
/// about the way of the alarms.
record FeedbackVerification(StackConnection connection, AwsAnswer<DeployedStack> stack) {
  private String function() {
    return StackOutput.of(stack, "FeedbackFunctionName");
  }

  List<StackFinding> findings() {
    List<StackFinding> findings = new ArrayList<>();
    findings.add(
        StackFinding.of(
            "feedback-topic",
            "FeedbackTopic",
            topic("FeedbackTopicArn"),
            stack,
            TopicChecks::sesMayPublish));
    AwsAnswer<GetQueueAttributesResponse> deadLetters = deadLetters();
    findings.addAll(subscription(deadLetters));
    findings.addAll(deadLetters(deadLetters));
    findings.add(
        StackFinding.of(
            "alarm-topic",
            "AlarmTopic",
            topic("AlarmTopicArn"),
            stack,
            (found, deployed) ->
                TopicChecks.alarmTopic(found, deployed, connection.deployment().name())));
    return findings;
  }

  private AwsAnswer<GetTopicAttributesResponse> topic(String output) {
    return stack.then(
        deployed ->
            ask(
                "GetTopicAttributes",
                () ->
                    connection
                        .clients()
                        .sns()
                        .getTopicAttributes(r -> r.topicArn(deployed.output(output)))));
  }

  private List<StackFinding> subscription(AwsAnswer<GetQueueAttributesResponse> deadLetters) {
    AwsAnswer<List<Subscription>> subscriptions =
        stack.then(
            deployed ->
                ask(
                    "ListSubscriptionsByTopic",
                    () ->
                        connection
                            .clients()
                            .sns()
                            .listSubscriptionsByTopicPaginator(
                                r -> r.topicArn(deployed.output("FeedbackTopicArn")))
                            .subscriptions()
                            .stream()
                            .toList()));
    AwsAnswer<GetSubscriptionAttributesResponse> attributes =
        subscriptions.then(
            all ->
                TopicChecks.ofFunction(all, function())
                    .map(
                        subscription ->
                            ask(
                                "GetSubscriptionAttributes",
                                () ->
                                    connection
                                        .clients()
                                        .sns()
                                        .getSubscriptionAttributes(
                                            r ->
                                                r.subscriptionArn(subscription.subscriptionArn()))))
                    .orElseGet(AwsAnswer.Absent::new));
    return List.of(
        StackFinding.of(
            "subscription",
            function(),
            subscriptions,
            stack,
            (all, deployed) ->
                TopicChecks.subscription(all, function(), deployed.output("FeedbackTopicArn"))),
        StackFinding.of(
            "undeliverable-events",
            function(),
            attributes,
            deadLetters,
            (found, queue) -> TopicChecks.redrive(found, arn(queue))));
  }

  private AwsAnswer<GetQueueAttributesResponse> deadLetters() {
    SqsClient sqs = connection.clients().sqs();
    String url = connection.deployment().queues().feedbackDeadLetters();
    return ask(
        "GetQueueAttributes",
        () -> sqs.getQueueAttributes(r -> r.queueUrl(url).attributeNames(QueueAttributeName.ALL)));
  }

  private List<StackFinding> deadLetters(AwsAnswer<GetQueueAttributesResponse> queue) {
    LambdaClient lambda = connection.clients().lambda();
    return List.of(
        StackFinding.of(
            "unhandled-events",
            function(),
            ask(
                "GetFunctionEventInvokeConfig",
                () ->
                    lambda.getFunctionEventInvokeConfig(
                        r -> r.functionName(function()).qualifier(FailedInvocations.ALIAS))),
            queue,
            (found, deadLetters) -> FunctionChecks.onFailure(function(), found, arn(deadLetters))),
        StackFinding.of(
            "dead-letters-policy",
            "FeedbackDeadLetterQueue",
            queue,
            stack,
            TopicChecks::snsMaySend),
        StackFinding.of("dead-letters", "FeedbackDeadLetterQueue", queue, TopicChecks::waiting));
  }

  private static String arn(GetQueueAttributesResponse queue) {
    return queue.attributes().getOrDefault(QueueAttributeName.QUEUE_ARN, "");
  }
}
