package dev.postrider.cli.local;

import dev.postrider.cli.output.ExitCodes;
import dev.postrider.local.CommandLines;
import dev.postrider.local.Endpoints;
import dev.postrider.local.LocalAws;
import dev.postrider.local.StackFile;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `postrider local snippets`: lines that send a message to the embedded stack when pasted.
@Command(
    name = "snippets",
    description = {
      "Prints lines to paste that send a message.",
      "By AWS CLI, curl, Python, Node and Java."
    },
    footer = {"", "Example:", "  postrider local snippets"},
    mixinStandardHelpOptions = true)
public final class LocalSnippetsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private EmbeddedStack stack;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(text(stack.find(), stack.commands()));
    out.flush();
    return ExitCodes.DONE;
  }

  /// Each snippet names endpoint, Region and keys itself, but for the AWS CLI's keys, so that
  /// nothing in the shell leads it to AWS.
  static String text(StackFile stack, CommandLines commands) {
    Endpoints endpoints = stack.endpoints();
    return """
    # AWS CLI; its keys come from: eval "$(%6$s)"
    aws sqs send-message --endpoint-url %1$s --region %3$s --queue-url %2$s \\
      --message-body '{"to":"success@simulator.amazonses.com","subject":"Hello","text":"Hi"}'
    aws dynamodb scan --endpoint-url %5$s --region %3$s --table-name %7$s
    aws sesv2 get-account --endpoint-url %4$s --region %3$s

    # curl
    curl -s %1$s/ -H 'Content-Type: application/x-amz-json-1.0' \\
      -H 'X-Amz-Target: AmazonSQS.SendMessage' -d @- <<'END'
    {"QueueUrl": "%2$s",
     "MessageBody": "{\\"to\\":\\"success@simulator.amazonses.com\\",\\"subject\\":\\"Hello\\",\\"text\\":\\"Hi\\"}"}
    END
    curl -s %4$s/inbox

    # Python, after: pip install boto3
    python3 - <<'END'
    import boto3, json
    sqs = boto3.client("sqs", endpoint_url="%1$s", region_name="%3$s",
                       aws_access_key_id="%8$s", aws_secret_access_key="%9$s")
    message = {"to": "success@simulator.amazonses.com", "subject": "Hello", "text": "Hi"}
    sqs.send_message(QueueUrl="%2$s", MessageBody=json.dumps(message))
    END

    # Node, after: npm install @aws-sdk/client-sqs
    node --input-type=module - <<'END'
    import { SQSClient, SendMessageCommand } from "@aws-sdk/client-sqs";
    const sqs = new SQSClient({ endpoint: "%1$s", region: "%3$s",
      credentials: { accessKeyId: "%8$s", secretAccessKey: "%9$s" } });
    const message = { to: "success@simulator.amazonses.com", subject: "Hello", text: "Hi" };
    await sqs.send(new SendMessageCommand({ QueueUrl: "%2$s",
      MessageBody: JSON.stringify(message) }));
    END

    // Java, with software.amazon.awssdk:sqs
    try (SqsClient sqs = SqsClient.builder()
        .endpointOverride(URI.create("%1$s"))
        .region(Region.of("%3$s"))
        .credentialsProvider(StaticCredentialsProvider.create(
            AwsBasicCredentials.create("%8$s", "%9$s")))
        .build()) {
      sqs.sendMessage(m -> m.queueUrl("%2$s")
          .messageBody("{\\"to\\":\\"success@simulator.amazonses.com\\",\\"subject\\":\\"Hello\\",\\"text\\":\\"Hi\\"}"));
    }
    """
        .formatted(
            endpoints.sqs(),
            stack.variables().getOrDefault("POSTRIDER_MAIL_QUEUE_URL", ""),
            LocalAws.REGION.id(),
            endpoints.ses(),
            endpoints.dynamoDb(),
            commands.of("local env"),
            stack.variables().getOrDefault("POSTRIDER_LEDGER_TABLE", ""),
            LocalAws.ACCESS_KEY_ID,
            LocalAws.SECRET_ACCESS_KEY);
  }
}
