package dev.postrider.local;

import java.util.LinkedHashMap;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// Reads `!Name value` as `{Fn::Name: value}`, and `!Ref` and `!Condition` without the prefix.
final class ShortTags extends SafeConstructor {

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
