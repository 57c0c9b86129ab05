package dev.postrider.local;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// template.yaml as it is deployed with its parameters' defaults. `Ref`, `Fn::Sub`, `Fn::If` and
/// conditions are resolved, as far as the properties of functions and queues use them.
public final class StackTemplate {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]+)}");
  private static final String NO_VALUE = "AWS::NoValue";

  private final Map<String, Object> root;
  private final Map<String, String> known;

  private StackTemplate(Map<String, Object> root, Map<String, String> known) {
    this.root = root;
    this.known = Map.copyOf(known);
  }

  /// Reads the file.
  ///
  /// @throws UncheckedIOException when it is not there
  public static StackTemplate read(Path file) {
    return new StackTemplate(load(file), Map.of());
  }

  /// The file as plain values, with CloudFormation's short tags in their long form: `!Ref X` is
  /// `{Ref: X}`, `!GetAtt X.Arn` is `{Fn::GetAtt: X.Arn}`.
  public static Map<String, Object> load(Path file) {
    try (Reader reader = Files.newBufferedReader(file)) {
      return map(new Yaml(new ShortTags(new LoaderOptions())).load(reader));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The same with more that `Ref` and `Fn::Sub` know: parameters that differ from their defaults,
  /// pseudo parameters such as `AWS::Region`, and what resources are called.
  public StackTemplate with(Map<String, String> values) {
    Map<String, String> all = new HashMap<>(known);
    all.putAll(values);
    return new StackTemplate(root, all);
  }

  /// A property of a resource, a function's also from Globals; empty where the template leaves it
  /// to AWS.
  ///
  /// @param path the keys below `Properties`, such as `Events`, `Mail`, `Properties`, `BatchSize`
  public Optional<String> property(String resource, String... path) {
    return Optional.ofNullable(at(properties(resource), path))
        .or(() -> Optional.ofNullable(at(globals(resource), path)))
        .map(Object::toString);
  }

  /// A property that must be there and a whole number.
  public int number(String resource, String... path) {
    return property(resource, path)
        .map(Integer::parseInt)
        .orElseThrow(() -> missing(resource, path));
  }

  /// A property that must be there.
  public String text(String resource, String... path) {
    return property(resource, path).orElseThrow(() -> missing(resource, path));
  }

  private static IllegalStateException missing(String resource, String... path) {
    return new IllegalStateException(
        "the template does not set %s of %s".formatted(String.join(".", path), resource));
  }

  /// The variables of a function, its own and those of Globals.
  public Map<String, String> environment(String function) {
    Map<String, Object> declared = new TreeMap<>();
    declared.putAll(map(at(globals(function), "Environment", "Variables")));
    declared.putAll(map(at(properties(function), "Environment", "Variables")));
    Map<String, String> all = new TreeMap<>();
    declared.forEach(
        (name, declaration) -> {
          Object value = value(declaration);
          if (value != null) {
            all.put(name, value.toString());
          }
        });
    return all;
  }

  private Map<String, Object> properties(String resource) {
    return map(resource(resource).get("Properties"));
  }

  private Map<String, Object> globals(String resource) {
    return "AWS::Serverless::Function".equals(resource(resource).get("Type"))
        ? map(map(root.get("Globals")).get("Function"))
        : Map.of();
  }

  private Map<String, Object> resource(String name) {
    return map(map(root.get("Resources")).get(name));
  }

  private @Nullable Object at(Map<String, Object> properties, String... path) {
    Object found = properties;
    for (String key : path) {
      found = value(map(found).get(key));
    }
    return found;
  }

  /// A value with its own function resolved, not those further inside.
  private @Nullable Object value(@Nullable Object declared) {
    Map<String, Object> function = map(declared);
    if (function.containsKey("Ref")) {
      return NO_VALUE.equals(function.get("Ref")) ? null : ref(text(function.get("Ref")));
    }
    if (function.containsKey("Fn::Sub")) {
      return VARIABLE
          .matcher(text(function.get("Fn::Sub")))
          .replaceAll(name -> Matcher.quoteReplacement(ref(name.group(1))));
    }
    if (function.get("Fn::If") instanceof List<?> choice) {
      return value(choice.get(holds(choice.getFirst()) ? 1 : 2));
    }
    if (function.keySet().stream().anyMatch(key -> key.startsWith("Fn::"))) {
      throw new IllegalStateException("the embedded stack cannot resolve " + function);
    }
    return declared;
  }

  private String ref(String name) {
    Object value = known.get(name);
    if (value == null) {
      value = map(map(root.get("Parameters")).get(name)).get("Default");
    }
    if (value == null) {
      throw new IllegalStateException(
          "the template names %s, which the embedded stack does not have".formatted(name));
    }
    return value.toString();
  }

  private boolean holds(@Nullable Object condition) {
    if (condition instanceof String name) {
      return holds(map(root.get("Conditions")).get(name));
    }
    Map.Entry<String, Object> function = map(condition).entrySet().iterator().next();
    if (function.getKey().equals("Condition")) {
      return holds(function.getValue());
    }
    List<?> operands = (List<?>) function.getValue();
    return switch (function.getKey()) {
      case "Fn::Equals" -> text(value(operands.get(0))).equals(text(value(operands.get(1))));
      case "Fn::Not" -> !holds(operands.getFirst());
      case "Fn::And" -> operands.stream().allMatch(this::holds);
      case "Fn::Or" -> operands.stream().anyMatch(this::holds);
      default -> throw new IllegalStateException("a condition with " + function.getKey());
    };
  }

  private static String text(@Nullable Object value) {
    return String.valueOf(value);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(@Nullable Object value) {
    return value instanceof Map<?, ?> ? (Map<String, Object>) value : Map.of();
  }

  /// Reads `!Name value` as `{Fn::Name: value}`, and `!Ref` and `!Condition` without the prefix.
  private static final class ShortTags extends SafeConstructor {

    ShortTags(LoaderOptions options) {
      super(options);
      yamlMultiConstructors.put(
          "!",
          new AbstractConstruct() {
            @Override
            public Object construct(Node node) {
              return longForm(node);
            }
          });
    }

    private Map<String, Object> longForm(Node node) {
      String name = node.getTag().getValue().substring(1);
      Map<String, Object> result = new LinkedHashMap<>();
      result.put(
          name.equals("Ref") || name.equals("Condition") ? name : "Fn::" + name,
          switch (node) {
            case ScalarNode scalar -> scalar.getValue();
            case SequenceNode sequence -> constructSequence(sequence);
            case MappingNode mapping -> constructMapping(mapping);
            default -> throw new IllegalArgumentException(node.toString());
          });
      return result;
    }
  }
}
