package dev.postrider.template;

import static dev.postrider.template.Template.map;
import static dev.postrider.template.Template.text;

import dev.postrider.local.StackTemplate;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A nested stack as its root deploys it.
///
/// @param body its file as plain values
/// @param given what the root gives for its parameters
/// @param named what the root has of a name, by that name: `MailQueue.QueueName` of
///     `${AWS::StackName}-mail`
record NestedStack(Map<String, Object> body, Map<String, Object> given, Map<String, Object> named) {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

  /// @param id the logical id of the nested stack
  static NestedStack of(Template root, String id) {
    Map<String, Object> named = new HashMap<>();
    for (String resource : root.resources().keySet()) {
      Map<String, Object> properties = root.properties(resource);
      for (String name : List.of("QueueName", "TopicName", "LogGroupName")) {
        if (properties.containsKey(name)) {
          named.put(
              text(map(properties.get(name)), "Fn::Sub"),
              Map.of("Fn::GetAtt", resource + "." + name));
        }
      }
    }
    return new NestedStack(
        StackTemplate.load(Path.of(text(root.properties(id), "TemplateURL"))),
        map(root.properties(id).get("Parameters")),
        named);
  }

  /// Its resources in the root's words: for a parameter stands what is given for it, and for the
  /// name of a resource of the root that resource.
  Map<String, Object> resources() {
    return map(inRoot(body.get("Resources")));
  }

  private Object inRoot(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> function when function.get("Ref") instanceof String name ->
          given.getOrDefault(name, function);
      case Map<?, ?> function when function.get("Fn::Sub") instanceof String text -> sub(text);
      case Map<?, ?> object -> {
        Map<Object, Object> copy = new LinkedHashMap<>();
        object.forEach((key, each) -> copy.put(key, inRoot(each)));
        yield copy;
      }
      case List<?> list -> list.stream().map(this::inRoot).toList();
      case null -> throw new IllegalStateException("a value is missing");
      default -> value;
    };
  }

  private Object sub(String text) {
    String said = inWords(text);
    return Objects.requireNonNullElse(named.get(said), Map.of("Fn::Sub", said));
  }

  /// Text with the root's variables.
  String inWords(String text) {
    return VARIABLE
        .matcher(text)
        .replaceAll(
            (MatchResult variable) ->
                Matcher.quoteReplacement(
                    map(given.get(variable.group(1))).get("Ref") instanceof String name
                        ? "${" + name + "}"
                        : variable.group()));
  }
}
