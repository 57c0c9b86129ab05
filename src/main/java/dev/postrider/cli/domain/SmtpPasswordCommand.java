package dev.postrider.cli.domain;

import dev.postrider.cli.output.ExitCodes;
import dev.postrider.domain.mail.SmtpPassword;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;
import software.amazon.awssdk.regions.Region;

/// `postrider smtp-password`: derives the password of SES's SMTP interface.
@Command(
    name = "smtp-password",
    description = {
      "Derives the SMTP password of an IAM user.",
      "It is made of the user's secret access key, for one Region.",
      "The secret is asked for without echo, or read from the standard input; it is never an"
          + " argument. The user name is the access key id."
    },
    footer = {"", "Examples:", "  postrider smtp-password --region eu-west-1"},
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:the password is printed", "2:no secret was given, or wrong usage"})
public final class SmtpPasswordCommand implements Callable<Integer> {
  /// The process's own; tests put theirs here.
  CommandEnvironment environment = CommandEnvironment.real();

  @Spec private CommandSpec spec;
  @Mixin private AwsOptions aws = new AwsOptions();
  @Unmatched private List<String> unmatched = new ArrayList<>();

  @Override
  public Integer call() {
    NoArguments.check(spec, unmatched);
    String region = existing(aws.access(environment.variables()).region());
    String secret = environment.secrets().ask("Secret access key");
    if (secret.isEmpty()) {
      throw new IllegalArgumentException("no secret access key was given");
    }
    spec.commandLine().getOut().println(SmtpPassword.derive(secret, region));
    return ExitCodes.DONE;
  }

  /// The password of a Region that does not exist looks like any other, and works nowhere.
  private static String existing(String region) {
    List<String> known =
        Region.regions().stream().filter(r -> !r.isGlobalRegion()).map(Region::id).toList();
    if (!known.contains(region)) {
      throw new IllegalArgumentException(
          "there is no Region " + region + "; those of AWS are: " + String.join(", ", known));
    }
    return region;
  }
}
