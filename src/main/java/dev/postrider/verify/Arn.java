package dev.postrider.verify;

import java.util.List;

/// Parts of an ARN, `arn:partition:service:region:account:resource`.
final class Arn {
  private Arn() {}

  /// The account; empty when the text is not an ARN of one.
  static String account(String arn) {
    List<String> parts = List.of(arn.split(":", 6));
    return parts.size() < 6 ? "" : parts.get(4);
  }

  /// The ARN of another service's resource in the same partition, Region and account.
  static String beside(String arn, String service, String resource) {
    List<String> parts = List.of(arn.split(":", 6));
    return "arn:%s:%s:%s:%s:%s"
        .formatted(parts.get(1), service, parts.get(3), parts.get(4), resource);
  }
}
