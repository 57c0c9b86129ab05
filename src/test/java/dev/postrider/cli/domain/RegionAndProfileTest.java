package dev.postrider.cli.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

class RegionAndProfileTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("aws.accessKeyId", "environment-key", "aws.secretAccessKey", "environment-secret");

  @Test
  void aProfileThatIsNamedCountsMoreThanKeysInTheEnvironment(@TempDir Path directory)
      throws IOException {
    Path config =
        Files.writeString(
            directory.resolve("config"),
            """
            [profile mailing]
            aws_access_key_id = profile-key
            aws_secret_access_key = profile-secret
            """);
    Map<String, String> before = Map.of("aws.configFile", property("aws.configFile"));
    before.forEach((name, value) -> System.setProperty(name, config.toString()));
    ENVIRONMENT.forEach(System::setProperty);
    try {
      AwsCredentialsProvider named = new RegionAndProfile("eu-west-1", "mailing").credentials();
      AwsCredentialsProvider unnamed = new RegionAndProfile("eu-west-1", null).credentials();

      assertThat(named.resolveCredentials().accessKeyId()).isEqualTo("profile-key");
      assertThat(unnamed.resolveCredentials().accessKeyId()).isEqualTo("environment-key");
    } finally {
      ENVIRONMENT.keySet().forEach(System::clearProperty);
      before.forEach(RegionAndProfileTest::put);
    }
  }

  private static String property(String name) {
    return System.getProperty(name, "");
  }

  private static void put(String name, String value) {
    if (value.isEmpty()) {
      System.clearProperty(name);
    } else {
      System.setProperty(name, value);
    }
  }
}
