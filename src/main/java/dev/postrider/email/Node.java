package dev.postrider.email;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postrider.email.Checked.Flaw;
import dev.postrider.email.Checked.Good;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A value of the message's tree, with its place and where to report what is wrong with it. A read
/// that comes back empty has either found nothing or reported why.
///
/// @param parent the value that holds it; null for the message itself
/// @param name its name or index in there
record Node(JsonNode json, @Nullable Node parent, String name, Problems problems) {

  /// The message itself.
  static Node root(JsonNode json, Problems problems) {
    return new Node(json, null, "", problems);
  }

  /// The JSON pointer, as far as its names may be shown. Made when a problem asks for it.
  String pointer() {
    return parent == null ? "" : pointer(parent.pointer(), name);
  }

  /// The pointer of a field; of its parent, when the field's name is none that may be shown.
  static String pointer(String parent, String name) {
    return FoundValue.isShown(name) ? parent + "/" + name : parent;
  }

  boolean isText() {
    return json.isTextual();
  }

  boolean isArray() {
    return json.isArray();
  }

  boolean isEmptyArray() {
    return isArray() && json.isEmpty();
  }

  boolean has(String name) {
    return json.has(name);
  }

  /// The field, when it is there.
  Optional<Node> field(String name) {
    return Optional.ofNullable(json.get(name)).map(value -> child(name, value));
  }

  /// The field's text in the form that the rule makes of it.
  <T> Optional<T> text(String name, Function<String, Checked<T>> rule) {
    return field(name).flatMap(value -> value.text(rule));
  }

  /// As `text`, and its absence is a problem.
  <T> Optional<T> requiredText(String name, Function<String, Checked<T>> rule, String allowed) {
    if (!has(name)) {
      missing(name, allowed);
    }
    return text(name, rule);
  }

  /// This value's text in the form that the rule makes of it.
  <T> Optional<T> text(Function<String, Checked<T>> rule) {
    if (!isText()) {
      problem(FoundValue.value(json), "a string");
      return Optional.empty();
    }
    return take(rule.apply(json.textValue()));
  }

  /// The checked value; a flaw is reported here.
  <T> Optional<T> take(Checked<T> checked) {
    return switch (checked) {
      case Good<T>(T value) -> Optional.of(value);
      case Flaw<T>(String found, String allowed) -> {
        problem(found, allowed);
        yield Optional.empty();
      }
    };
  }

  /// Itself when it is an object.
  Optional<Node> object() {
    if (json.isObject()) {
      return Optional.of(this);
    }
    problem(FoundValue.value(json), "an object");
    return Optional.empty();
  }

  /// Itself when it is an object of no other fields than these.
  Optional<Node> object(List<String> fields) {
    Optional<Node> object = object();
    object.ifPresent(node -> node.refuseOtherThan(fields));
    return object;
  }

  /// The elements of an array, or the values of an object's fields, one at a time.
  Stream<Node> children() {
    return json.isArray()
        ? IntStream.range(0, json.size()).mapToObj(i -> child(Integer.toString(i), json.get(i)))
        : json.propertyStream().map(field -> child(field.getKey(), field.getValue()));
  }

  /// The members of a field's object, whose names are the producer's: none, and a problem, when
  /// there are more than these.
  List<Node> members(String field, int most, String thing, String allowed) {
    return field(field).flatMap(Node::object).stream()
        .filter(object -> object.hasAtMost(most, thing, allowed))
        .flatMap(Node::children)
        .toList();
  }

  private boolean hasAtMost(int most, String thing, String allowed) {
    if (json.size() > most) {
      problem(FoundValue.count(json.size(), thing), allowed);
    }
    return json.size() <= most;
  }

  void problem(String found, String allowed) {
    problems.add(pointer(), found, allowed);
  }

  /// A problem of a field, whether it is there or not.
  void problem(String name, String found, String allowed) {
    problems.add(pointer(pointer(), name), found, allowed);
  }

  void missing(String name, String allowed) {
    problem(name, FoundValue.NOTHING, allowed);
  }

  private Node child(String name, JsonNode value) {
    return new Node(value, this, name, problems);
  }

  private void refuseOtherThan(List<String> fields) {
    children()
        .filter(member -> !fields.contains(member.name()))
        .forEach(
            member ->
                member.problem(
                    FoundValue.word("an unknown field", member.name()),
                    String.join(", ", fields)
                        + Spelling.closest(member.name(), fields)
                            .map("; did you mean `%s`?"::formatted)
                            .orElse("")));
  }
}
