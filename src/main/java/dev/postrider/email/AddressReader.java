package dev.postrider.email;

import java.util.List;
import java.util.Optional;

/// Reads fields that hold a mailbox or a list of them.
final class AddressReader {
  static final String MAILBOXES =
      "a mailbox or a list of up to " + Limits.RECIPIENTS + " mailboxes";

  private AddressReader() {}

  /// The sender: the message's, or the default.
  static Optional<Address> from(Node message, Defaults defaults) {
    if (!message.has("from") && defaults.from() == null) {
      message.missing("from", "a mailbox, since there is no default sender");
    }
    return message.text("from", Mailbox::parse).or(() -> Optional.ofNullable(defaults.from()));
  }

  /// The mailboxes of a field that may be absent or an empty list.
  static List<Address> list(Node parent, String name) {
    return parent.field(name).map(AddressReader::mailboxes).orElse(List.of());
  }

  /// The mailboxes of a field that must hold one at least.
  static List<Address> required(Node parent, String name) {
    requireOne(parent, List.of(name));
    return list(parent, name);
  }

  /// Reports, at the first of the fields, that none of them holds a mailbox.
  static void requireOne(Node parent, List<String> names) {
    if (names.stream().map(parent::field).flatMap(Optional::stream).allMatch(Node::isEmptyArray)) {
      String first = names.getFirst();
      parent.problem(
          first,
          parent.field(first).map(node -> FoundValue.value(node.json())).orElse(FoundValue.NOTHING),
          MAILBOXES);
    }
  }

  private static List<Address> mailboxes(Node node) {
    if (node.isText()) {
      return node.text(Mailbox::parse).stream().toList();
    }
    if (!node.isArray() || node.json().size() > Limits.RECIPIENTS) {
      node.problem(FoundValue.value(node.json()), MAILBOXES);
      return List.of();
    }
    return node.children().flatMap(n -> n.text(Mailbox::parse).stream()).toList();
  }
}
