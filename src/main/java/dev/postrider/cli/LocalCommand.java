package dev.postrider.cli;

import dev.postrider.cli.output.ExitCodes;
import dev.postrider.local.Endpoints;
import dev.postrider.local.LocalOptions;
import dev.postrider.local.LocalStack;
import dev.postrider.local.Queues;
import dev.postrider.local.ses.SampleTemplates;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `postrider local`: the embedded stack, until Ctrl-C.
@Command(
    name = "local",
    description = "Runs the whole stack on this machine, without an AWS account, until Ctrl-C.",
    footer = {
      "",
      "Examples:",
      "  postrider local",
      "  postrider local --port-base 0 --send-rate 50"
    },
    mixinStandardHelpOptions = true)
final class LocalCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--port-base",
      defaultValue = "9324",
      description =
          "SQS listens here; DynamoDB, SES, Lambda and EventBridge on the four ports after it. 0"
              + " takes any free ports. Default: ${DEFAULT-VALUE}")
  private int portBase;

  @Option(
      names = "--domain",
      defaultValue = "example.com",
      description = "The domain that SES may send from. Default: ${DEFAULT-VALUE}")
  private String domain;

  @Option(
      names = "--send-rate",
      defaultValue = "14",
      description = "SES's MaxSendRate, in recipients a second. Default: ${DEFAULT-VALUE}")
  private double sendRate;

  @Option(
      names = "--daily-quota",
      defaultValue = "50000",
      description = "SES's Max24HourSend, in recipients. Default: ${DEFAULT-VALUE}")
  private double dailyQuota;

  @Option(
      names = "--instances",
      defaultValue = "1",
      description = "Dispatchers that run at the same time in each lane. Default: ${DEFAULT-VALUE}")
  private int instances;

  @Option(
      names = "--account-watch-interval",
      description = "Between runs of AccountWatchFunction (ISO-8601). Default: as in template.yaml")
  private @Nullable Duration accountWatchInterval;

  @Override
  public Integer call() throws IOException {
    Path target = BuildOutput.directory();
    PrintWriter out = spec.commandLine().getOut();
    out.println("Starting SQS, DynamoDB, SES and the functions …");
    CountDownLatch interrupted = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    try (LocalStack stack = LocalStack.start(options(target));
        SamFile file = SamFile.write(target, stack.functionEnvironment())) {
      SampleTemplates.store(stack.ses().account());
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    interrupted.countDown();
                    awaitQuietly(stopped);
                  }));
      out.print(greeting(stack, file.path(), target));
      out.flush();
      awaitQuietly(interrupted);
    } finally {
      stopped.countDown();
    }
    return ExitCodes.DONE;
  }

  private LocalOptions options(Path target) {
    LocalOptions options =
        LocalOptions.of(target)
            .domain(domain)
            .portBase(portBase)
            .instances(instances, instances)
            .ses(
                ses -> {
                  ses.maxSendRate(sendRate);
                  ses.max24HourSend(dailyQuota);
                });
    return accountWatchInterval == null
        ? options
        : options.accountWatchInterval(accountWatchInterval);
  }

  /// Tells `--local` and the SAM CLI where the stack is, while it is there.
  private record SamFile(Path path, String content) implements AutoCloseable {
    static SamFile write(Path target, Map<String, String> variables) throws IOException {
      String content = Endpoints.samJson(variables) + "\n";
      return new SamFile(Files.writeString(target.resolve("local-env.json"), content), content);
    }

    /// Another stack that was started meanwhile keeps its own.
    @Override
    public void close() throws IOException {
      if (Files.exists(path) && Files.readString(path).equals(content)) {
        Files.delete(path);
      }
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// What is printed once the stack is up: where everything is, and lines to copy.
  private static String greeting(LocalStack stack, Path samFile, Path target) {
    Endpoints endpoints = stack.endpoints();
    Queues queues = stack.queues();
    return """

    The stack is up. Its inbox: %3$s/ (Ctrl-C stops it and forgets everything).

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
