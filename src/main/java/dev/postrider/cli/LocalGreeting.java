package dev.postrider.cli;

import dev.postrider.local.Endpoints;
import dev.postrider.local.Queues;
import java.nio.file.Path;

/// What `postrider local` prints once it is up: where everything is, and lines to copy.
record LocalGreeting(Endpoints endpoints, Queues queues, Path samFile, Path target) {

  String text() {
    return """

        The stack is up. Ctrl-C stops it and forgets everything.

          SQS       %1$s
          DynamoDB  %2$s
          SES       %3$s    inbox: %3$s/inbox
          Lambda    %4$s
          Events    %12$s    what became of the mail: %12$s/events
          Logs      %5$s

          Mail queue          %6$s
          Rejected            %7$s
          Held                %8$s
          Dead letters        %9$s

        For an SDK, the AWS CLI and curl:

        %10$s

        Send a message with the AWS CLI:

          aws sqs send-message --queue-url %6$s \\
            --message-body '{"to":"success@simulator.amazonses.com","subject":"Hello","text":"Hi"}'

        with curl:

          curl -s '%1$s/' -H 'Content-Type: application/x-amz-json-1.0' \\
            -H 'X-Amz-Target: AmazonSQS.SendMessage' -d '{"QueueUrl":"%6$s",
            "MessageBody":"{\\"to\\":\\"success@simulator.amazonses.com\\",\\"subject\\":\\"Hello\\",\\"text\\":\\"Hi\\"}"}'

        from Java, with the variables above set:

          try (SqsClient sqs = SqsClient.create()) {
            sqs.sendMessage(m -> m.queueUrl("%6$s")
                .messageBody("{\\"to\\":\\"success@simulator.amazonses.com\\",\\"subject\\":\\"Hello\\",\\"text\\":\\"Hi\\"}"));
          }

        and look at it:

          curl -s '%3$s/inbox'
          curl -s '%12$s/events'

        SES has the templates `statement` and `newsletter`, which the messages in events/ name.

        For `sam local invoke --docker-network host --env-vars %11$s`
        the functions' variables were written to that file.
        """
        .formatted(
            endpoints.sqs(),
            endpoints.dynamoDb(),
            endpoints.ses(),
            endpoints.lambda(),
            target.resolve("local-logs"),
            queues.mail(),
            queues.rejected(),
            queues.held(),
            queues.mailDeadLetters(),
            endpoints.exports().indent(2).stripTrailing(),
            samFile,
            endpoints.events());
  }
}
