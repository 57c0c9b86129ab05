package dev.postrider.cli.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// The order in which the AWS CLI looks for a Region.
class AwsOptionsTest {
  private static String region(Map<String, String> environment, String... args) {
    AwsOptions options = new AwsOptions();
    new CommandLine(new Holder(options)).parseArgs(args);
    return options.access(environment::get).region();
  }

  @CommandLine.Command
  private record Holder(@CommandLine.Mixin AwsOptions options) {}

  @Test
  void whatIsSaidComesFirstThenTheTwoVariables() {
    Map<String, String> both =
        Map.of("AWS_REGION", "eu-north-1", "AWS_DEFAULT_REGION", "eu-south-1");

    assertThat(region(both, "--region", "eu-west-1")).isEqualTo("eu-west-1");
    assertThat(region(both)).isEqualTo("eu-north-1");
    assertThat(region(Map.of("AWS_DEFAULT_REGION", "eu-south-1"))).isEqualTo("eu-south-1");
  }
}
