package dev.postrider.cli.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpPasswordCommandTest {
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

  private final Surroundings world;

  SmtpPasswordCommandTest() throws IOException {
    world = new Surroundings();
  }

  @AfterEach
  void stop() throws IOException {
    world.close();
  }

  @Test
  void thePasswordAloneIsPrinted() {
    world.types(SECRET + "\n");

    assertThat(world.smtpPassword("--region", "us-west-2"))
        .isEqualTo(new Surroundings.Run(0, "BF2PynzbSCAjX08zhZZnP/kW+T9P5zs/1Er0pi5vTEmd\n", ""));
  }

  @Test
  void theSecretIsNoArgument() {
    Surroundings.Run run = world.smtpPassword("--region", "us-west-2", SECRET);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith(
            "This command takes no argument (1 was given, and is not shown: a secret is asked"
                + " for, never an argument)\n")
        .doesNotContain(SECRET);
  }

  @Test
  void anOptionThatIsNotKnownIsNamedWithoutItsValue() {
    for (List<String> given : List.of(List.of("--secret=" + SECRET), List.of("--secret", SECRET))) {
      Surroundings.Run run = world.smtpPassword(given.toArray(String[]::new));

      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.out()).isEmpty();
      assertThat(run.err()).startsWith("Unknown option: --secret").doesNotContain(SECRET);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"eu-wset-1", "eu-west-1a", "Ireland", "aws-global"})
  void aRegionThatDoesNotExistHasNoPassword(String region) {
    world.types(SECRET + "\n");
    Surroundings.Run run = world.smtpPassword("--region", region);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("postrider: there is no Region " + region + "; those of AWS are: ")
        .contains(", eu-west-1,");
  }

  @Test
  void withoutASecretThereIsNoPassword() {
    Surroundings.Run run = world.smtpPassword();

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).isEqualTo("postrider: no secret access key was given\n");
  }
}
