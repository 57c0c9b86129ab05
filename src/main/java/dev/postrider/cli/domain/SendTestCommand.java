package dev.postrider.cli.domain;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
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
      "Send one message by each way into SES, and say which work.",
      "api uses the default credentials chain; api-keys, smtp-starttls and smtp-tls use a"
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
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every way that was tried works",
      "1:at least one way failed",
      "2:a way that was asked for, or every way, could not be tried; or wrong usage"
    })
public final class SendTestCommand implements Callable<Integer> {
  private static final String SIMULATOR = "success@simulator.amazonses.com";

  private final Outside outside;

  @Spec private CommandSpec spec;
  @Mixin private AwsOptions aws = new AwsOptions();
  @Unmatched private List<String> unmatched = new ArrayList<>();

  @Option(names = "--from", required = true, paramLabel = "MAILBOX", description = "The sender.")
  private String from = "";

  @Option(
      names = "--to",
      paramLabel = "MAILBOX",
      description = "The recipient. Default: " + SIMULATOR + ", which costs no reputation.")
  private String to = SIMULATOR;

  @Option(
      names = "--way",
      paramLabel = "WAY",
      description = "api, api-keys, smtp-starttls or smtp-tls; may be repeated. Default: all.",
      converter = WayConverter.class)
  private Set<Way> ways = new LinkedHashSet<>();

  @Option(
      names = "--ask-keys",
      description = "Ask for an access key, or read its two lines.",
      converter = FlagConverter.class)
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

  @Option(names = "--starttls-port", description = "587 (default), 25 or 2587.")
  private int starttlsPort = 587;

  @Option(names = "--tls-port", description = "465 (default) or 2465.")
  private int tlsPort = 465;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  /// For the process.
  public SendTestCommand() {
    this(Outside.real());
  }

  /// For a test's surroundings.
  public SendTestCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public Integer call() {
    NoArguments.check(spec, unmatched);
    Access access = aws.access(outside.environment());
    Optional<AccessKeys> keys =
        askKeys ? AccessKeys.ask(outside.secrets()) : AccessKeys.of(outside.environment());
    List<Attempt> attempts = new ArrayList<>();
    for (Way way : ways.isEmpty() ? Set.of(Way.values()) : ways) {
      attempts.add(attempt(way, access, keys));
    }
    attempts.sort((a, b) -> a.way().compareTo(b.way()));
    spec.commandLine()
        .getOut()
        .println(json ? AttemptText.json(attempts) : AttemptText.text(attempts));
    return exitCode(attempts);
  }

  private Attempt attempt(Way way, Access access, Optional<AccessKeys> keys) {
    if (way.needsKeys() && keys.isEmpty()) {
      return new Attempt.Skipped(
          way,
          "no long-term access key: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
              + " (without a session token), or give --ask-keys");
    }
    TestMail mail = new TestMail(from, to, configurationSet);
    ApiTest api = new ApiTest(outside.aws(), access, mail);
    return switch (way) {
      case API -> api.send(way, outside.aws().credentials(access));
      case API_KEYS -> api.send(way, provider(keys.orElseThrow()));
      case SMTP_STARTTLS -> smtp(starttlsPort, access, mail).send(way, keys.orElseThrow());
      case SMTP_TLS -> smtp(tlsPort, access, mail).send(way, keys.orElseThrow());
    };
  }

  private SmtpTest smtp(int port, Access access, TestMail mail) {
    String host = smtpHost == null ? "email-smtp." + access.region() + ".amazonaws.com" : smtpHost;
    return new SmtpTest(host, port, access.region(), mail, outside.tls());
  }

  private static StaticCredentialsProvider provider(AccessKeys keys) {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(keys.id(), keys.secret()));
  }

  private int exitCode(List<Attempt> attempts) {
    if (attempts.stream().anyMatch(Attempt.Failed.class::isInstance)) {
      return 1;
    }
    boolean skipped = attempts.stream().anyMatch(Attempt.Skipped.class::isInstance);
    boolean sent = attempts.stream().anyMatch(Attempt.Sent.class::isInstance);
    return (skipped && !ways.isEmpty()) || !sent ? 2 : 0;
  }
}
