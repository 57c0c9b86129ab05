package dev.postrider.template;

import dev.postrider.local.StackTemplate;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// template.yaml as plain values, with CloudFormation's short tags in their long form: `!Ref X` is
/// `{Ref: X}`, `!GetAtt X.Arn` is `{Fn::GetAtt: X.Arn}`. The resources of monitoring.yaml are among
/// its own, in its words: see [NestedStack].
record Template(Map<String, Object> root) {

  static Template read() {
    Map<String, Object> root = new LinkedHashMap<>(StackTemplate.load(Path.of("template.yaml")));
    NestedStack monitoring = NestedStack.of(new Template(root), "Monitoring");
    Map<String, Object> resources = new LinkedHashMap<>(map(root.get("Resources")));
    monitoring
        .resources()
        .forEach(
            (id, resource) -> {
              if (resources.put(id, resource) != null) {
                throw new IllegalStateException("both files have a resource " + id);
              }
            });
    root.put("Resources", resources);
    root.put("Mappings", monitoring.body().get("Mappings"));
    return new Template(root);
  }

  /// The same with other resources.
  Template with(Map<String, Object> resources) {
    Map<String, Object> changed = new LinkedHashMap<>(root);
    changed.put("Resources", resources);
    return new Template(changed);
  }

  /// All resources by logical id.
  Map<String, Object> resources() {
    return map(root.get("Resources"));
  }

  /// The logical ids of the resources of a type.
  List<String> idsOf(String type) {
    return resources().keySet().stream()
        .filter(id -> type.equals(resource(id).get("Type")))
        .toList();
  }

  Map<String, Object> resource(String id) {
    return map(resources().get(id));
  }

  Map<String, Object> properties(String id) {
    return map(resource(id).get("Properties"));
  }

  /// The parameters on which a value depends, through conditions too.
  Set<String> parametersIn(@Nullable Object value) {
    Set<String> found = new TreeSet<>();
    Map<String, Object> parameters = map(root.get("Parameters"));
    Map<String, Object> conditions = map(root.get("Conditions"));
    Matcher names = Pattern.compile("\\w+").matcher(String.valueOf(value));
    while (names.find()) {
      String name = names.group();
      if (parameters.containsKey(name)) {
        found.add(name);
      } else if (conditions.containsKey(name)) {
        found.addAll(parametersIn(conditions.get(name)));
      }
    }
    return found;
  }

  /// What a number is: that of a limit, or a parameter's default.
  double number(Object value) {
    Object found = value;
    if (value instanceof Map<?, ?> function && function.get("Ref") instanceof String name) {
      found = map(map(root.get("Parameters")).get(name)).get("Default");
    } else if (value instanceof Map<?, ?> function
        && function.get("Fn::FindInMap") instanceof List<?> path) {
      found = root.get("Mappings");
      for (Object key : path) {
        found = map(found).get(String.valueOf(key));
      }
    }
    return Double.parseDouble(String.valueOf(found));
  }

  /// The variables that a function gets, its own and those of Globals.
  Map<String, Object> environment(String function) {
    Map<String, Object> shared = map(map(root.get("Globals")).get("Function"));
    var all = new java.util.TreeMap<>(map(map(shared.get("Environment")).get("Variables")));
    all.putAll(map(map(properties(function).get("Environment")).get("Variables")));
    return all;
  }

  /// The statements of a role's policies, those under a condition among them.
  List<Statement> statements(String role) {
    return list(properties(role).get("Policies")).stream()
        .flatMap(policy -> options(policy))
        .map(Template::map)
        .flatMap(
            policy ->
                list(map(policy.get("PolicyDocument")).get("Statement")).stream()
                    .map(s -> new Statement(text(policy, "PolicyName"), map(s))))
        .toList();
  }

  /// What `Fn::If` may become, NoValue left out; anything else is itself.
  static Stream<Object> options(Object value) {
    return value instanceof Map<?, ?> map && map.get("Fn::If") instanceof List<?> choice
        ? choice.stream()
            .skip(1)
            .<Object>map(Objects::requireNonNull)
            .filter(option -> !option.equals(Map.of("Ref", "AWS::NoValue")))
        : Stream.of(value);
  }

  static String text(Map<String, Object> map, String key) {
    return String.valueOf(map.get(key));
  }

  static int number(Map<String, Object> map, String key) {
    return Integer.parseInt(text(map, key));
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(@org.jspecify.annotations.Nullable Object value) {
    return value == null ? Map.of() : (Map<String, Object>) value;
  }

  /// A list, or the one value that stands for it.
  @SuppressWarnings("unchecked")
  static List<Object> list(@org.jspecify.annotations.Nullable Object value) {
    return switch (value) {
      case null -> List.of();
      case List<?> list -> (List<Object>) list;
      default -> List.of(value);
    };
  }

  /// A statement of a policy.
  record Statement(String policy, Map<String, Object> body) {
    List<String> actions() {
      return list(body.get("Action")).stream().map(Object::toString).toList();
    }

    List<Object> resources() {
      return list(body.get("Resource"));
    }
  }
}
