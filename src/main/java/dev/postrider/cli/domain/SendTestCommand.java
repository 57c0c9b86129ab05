package dev.postrider.cli.domain;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.postrider.cli.domain.SmtpTestSend.AccessKeys;
import dev.postrider.cli.output.AnsweringCommand;
import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.cli.output.ExitCodes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// `postrider send-test`: one message by each way into SES.
@Command(
    name = "send-test",
    description = {
      "Sends one message by each way into SES.",
      "Says which work. api uses the default credentials chain; api-keys, smtp-starttls and smtp-tls use a"
          + " long-term access key from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or from"
          + " --ask-keys. Keys are never arguments."
    },
    footer = {
      "",
      "Examples:",
      "  postrider send-test --from no-reply@example.com",
      "  postrider send-test --from no-reply@example.com --way api --to you@example.com",
      "  postrider send-test --from no-reply@example.com --way smtp-tls --ask-keys"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every way that was tried works",
      "1:at least one way failed",
      "2:a way that was asked for, or every way, could not be tried; or wrong usage"
    })
public final class SendTestCommand extends AnsweringCommand {
  private static final String SIMULATOR = "success@simulator.amazonses.com";

  /// The process's own; tests put theirs here.
  CommandEnvironment environment = CommandEnvironment.real();

  @Spec private CommandSpec spec;
  @Mixin private AwsOptions aws = new AwsOptions();
  @Unmatched private List<String> unmatched = new ArrayList<>();

  @Option(names = "--from", required = true, paramLabel = "MAILBOX", description = "The sender.")
  private String from = "";

  @Option(names = "--to", paramLabel = "MAILBOX", description = "Default: " + SIMULATOR + ".")
  private String to = SIMULATOR;

  @Option(
      names = "--way",
      paramLabel = "WAY",
      description = "api, api-keys, smtp-starttls, smtp-tls. Repeatable.",
      converter = SesTransport.Converter.class)
  private Set<SesTransport> transports = new LinkedHashSet<>();

  @Option(
      names = "--ask-keys",
      description = "Ask for an access key, or read its two lines.",
      converter = NoArguments.Flag.class)
  private boolean askKeys;

  @Option(
      names = "--configuration-set",
      paramLabel = "NAME",
      description = "Default: that of the identity.")
  private String configurationSet = "";

  @Option(
      names = "--smtp-host",
      paramLabel = "HOST",
      description = "Default: email-smtp.REGION.amazonaws.com.")
  private @Nullable String smtpHost;

  @Option(
      names = "--starttls-port",
      paramLabel = "PORT",
      description = "587 (default), 25 or 2587.")
  private int starttlsPort = 587;

  @Option(names = "--tls-port", paramLabel = "PORT", description = "465 (default) or 2465.")
  private int tlsPort = 465;

  @Override
  public Integer call() {
    NoArguments.check(spec, unmatched);
    RegionAndProfile access = aws.access(environment.variables());
    Optional<AccessKeys> keys =
        askKeys ? AccessKeys.ask(environment.secrets()) : AccessKeys.of(environment.variables());
    List<TransportTest> tests =
        Stream.of(SesTransport.values())
            .filter(transport -> transports.isEmpty() || transports.contains(transport))
            .map(transport -> test(transport, access, keys))
            .toList();
    return output.answer(new SendTestAnswer(tests, !transports.isEmpty()));
  }

  /// @param chosen whether only the ways that were asked for were tried
  private record SendTestAnswer(List<TransportTest> ways, @JsonIgnore boolean chosen)
      implements CommandAnswer {
    @Override
    public String text() {
      return ways.stream().map(TransportTest::line).collect(Collectors.joining());
    }

    @Override
    public int exitCode() {
      Set<TransportTest.TransportOutcome> outcomes =
          ways.stream().map(TransportTest::outcome).collect(Collectors.toSet());
      if (outcomes.contains(TransportTest.TransportOutcome.FAILED)) {
        return ExitCodes.FAILED;
      }
      return (chosen && outcomes.contains(TransportTest.TransportOutcome.SKIPPED))
              || !outcomes.contains(TransportTest.TransportOutcome.SENT)
          ? ExitCodes.NOT_RUN
          : ExitCodes.DONE;
    }
  }

  private TransportTest test(
      SesTransport transport, RegionAndProfile access, Optional<AccessKeys> keys) {
    if (transport != SesTransport.API && keys.isEmpty()) {
      return TransportTest.skipped(
          transport,
          "no long-term access key: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
              + " (without a session token), or give --ask-keys");
    }
    TestMail mail = new TestMail(from, to, configurationSet);
    ApiTestSend api = new ApiTestSend(access, mail);
    return switch (transport) {
      case API -> api.send(transport, access.credentials());
      case API_KEYS -> api.send(transport, provider(keys.orElseThrow()));
      case SMTP_STARTTLS -> smtp(starttlsPort, access, mail).send(transport, keys.orElseThrow());
      case SMTP_TLS -> smtp(tlsPort, access, mail).send(transport, keys.orElseThrow());
    };
  }

  private SmtpTestSend smtp(int port, RegionAndProfile access, TestMail mail) {
    String host = smtpHost == null ? "email-smtp." + access.region() + ".amazonaws.com" : smtpHost;
    return new SmtpTestSend(host, port, access.region(), mail, environment.tls());
  }

  private static StaticCredentialsProvider provider(AccessKeys keys) {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(keys.id(), keys.secret()));
  }

  /// The message that `send-test` sends by every transport.
  ///
  /// @param from a mailbox of the domain
  /// @param to the recipient
  /// @param configurationSet empty for the identity's default
  record TestMail(String from, String to, String configurationSet) {
    static final String SUBJECT = "Postrider test message";

    /// The body names the transport, so that the recipient can tell the messages apart.
    static String text(SesTransport transport) {
      return "This is a test message of Postrider, sent by way of " + transport.text() + ".\n";
    }

    @Override
    public String toString() {
      return "TestMail[…]";
    }
  }
}
