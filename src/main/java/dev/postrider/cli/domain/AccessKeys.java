package dev.postrider.cli.domain;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The long-term access key of an IAM user. Temporary credentials have no SMTP password.
record AccessKeys(String id, String secret) {

  /// From the AWS variables, unless a session token says that they are temporary.
  static Optional<AccessKeys> of(Function<String, @Nullable String> environment) {
    String id = environment.apply("AWS_ACCESS_KEY_ID");
    String secret = environment.apply("AWS_SECRET_ACCESS_KEY");
    String token = environment.apply("AWS_SESSION_TOKEN");
    return id == null || secret == null || token != null
        ? Optional.empty()
        : Optional.of(new AccessKeys(id, secret));
  }

  /// Asked for; empty when either was left blank.
  static Optional<AccessKeys> ask(SecretPrompt prompt) {
    String id = prompt.ask("Access key id");
    String secret = prompt.ask("Secret access key");
    return id.isEmpty() || secret.isEmpty()
        ? Optional.empty()
        : Optional.of(new AccessKeys(id, secret));
  }

  @Override
  public String toString() {
    return "AccessKeys[" + id + "]";
  }
}
