package dev.postrider.email;

import java.util.List;
import java.util.Optional;

/// Tells the message from what another service or a producer's library put around it. What is in an
/// envelope is not read: the envelope is one problem, which says how to leave it off (decision
/// 0105).
final class Envelope {
  private static final String MESSAGE = "the message itself";

  private static final List<Wrapping> WRAPPINGS =
      List.of(
          new Wrapping(
              "an SNS envelope",
              List.of("Type", "TopicArn", "Message"),
              MESSAGE + ": turn on raw message delivery (RawMessageDelivery) of the subscription"),
          new Wrapping(
              "an EventBridge event",
              List.of("detail-type", "source", "detail"),
              MESSAGE + ": give the rule's target the input path (InputPath) $.detail"),
          new Wrapping(
              "the event of a Lambda function",
              List.of("Records"),
              MESSAGE + ", not the event that brought it"));

  private Envelope() {}

  /// @param name with its article
  /// @param fields which tell it from a message: no message has one of them
  private record Wrapping(String name, List<String> fields, String allowed) {}

  /// The root when it is an object and not an envelope.
  static Optional<Node> opened(Node root) {
    if (root.isText() && root.json().textValue().strip().startsWith("{")) {
      root.problem(
          FoundValue.value(root.json()) + " that holds JSON",
          "an object: " + MESSAGE + ", serialised once");
      return Optional.empty();
    }
    return root.object().filter(Envelope::isMessage);
  }

  private static boolean isMessage(Node object) {
    Optional<Wrapping> envelope =
        WRAPPINGS.stream()
            .filter(wrapping -> wrapping.fields().stream().allMatch(object::has))
            .findFirst();
    envelope.ifPresent(wrapping -> object.problem(wrapping.name(), wrapping.allowed()));
    return envelope.isEmpty();
  }
}
