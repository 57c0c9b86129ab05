package dev.postrider.aws;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// Builds an UpdateItem call: every attribute and every value gets its placeholder here, so that no
/// reserved word of DynamoDB's can stand in an expression. For one request.
final class UpdateExpression {
  private final Map<String, String> names = new LinkedHashMap<>();
  private final Map<AttributeValue, String> values = new LinkedHashMap<>();
  private final Map<String, List<String>> clauses = new LinkedHashMap<>();

  UpdateExpression set(String attribute, AttributeValue value) {
    return clause("SET", name(attribute) + " = " + value(value));
  }

  UpdateExpression setIfAbsent(String attribute, AttributeValue value) {
    String name = name(attribute);
    return clause("SET", "%s = if_not_exists(%s, %s)".formatted(name, name, value(value)));
  }

  /// Puts a list's elements behind those that are there.
  UpdateExpression append(String attribute, AttributeValue list) {
    String name = name(attribute);
    return clause("SET", "%s = list_append(%s, %s)".formatted(name, orEmpty(name), value(list)));
  }

  /// Puts a list's elements before those that are there.
  UpdateExpression prepend(String attribute, AttributeValue list) {
    String name = name(attribute);
    return clause("SET", "%s = list_append(%s, %s)".formatted(name, value(list), orEmpty(name)));
  }

  private String orEmpty(String name) {
    return "if_not_exists(%s, %s)".formatted(name, value(AttributeValue.fromL(List.of())));
  }

  /// Adds to a number, or to a set.
  UpdateExpression add(String attribute, AttributeValue value) {
    return clause("ADD", name(attribute) + " " + value(value));
  }

  /// Takes values out of a set.
  UpdateExpression delete(String attribute, AttributeValue value) {
    return clause("DELETE", name(attribute) + " " + value(value));
  }

  UpdateExpression remove(String attribute) {
    return clause("REMOVE", name(attribute));
  }

  UpdateExpression setOrRemove(String attribute, @Nullable AttributeValue value) {
    return value == null ? remove(attribute) : set(attribute, value);
  }

  private UpdateExpression clause(String verb, String action) {
    clauses.computeIfAbsent(verb, key -> new ArrayList<>()).add(action);
    return this;
  }

  /// The placeholder of an attribute, for a condition.
  String name(String attribute) {
    return names.computeIfAbsent(attribute, key -> "#n" + names.size());
  }

  /// The placeholder of a value, for a condition.
  String value(AttributeValue value) {
    return values.computeIfAbsent(value, key -> ":v" + values.size());
  }

  String compare(String attribute, String operator, AttributeValue value) {
    return name(attribute) + " " + operator + " " + value(value);
  }

  String exists(String attribute) {
    return "attribute_exists(" + name(attribute) + ")";
  }

  String absent(String attribute) {
    return "attribute_not_exists(" + name(attribute) + ")";
  }

  static String all(String... conditions) {
    return Stream.of(conditions).collect(Collectors.joining(") AND (", "(", ")"));
  }

  static String any(String... conditions) {
    return Stream.of(conditions).collect(Collectors.joining(") OR (", "(", ")"));
  }

  /// The call without a condition.
  UpdateItemRequest.Builder request(String table, Map<String, AttributeValue> key) {
    UpdateItemRequest.Builder request =
        UpdateItemRequest.builder()
            .tableName(table)
            .key(key)
            .updateExpression(
                clauses.entrySet().stream()
                    .map(clause -> clause.getKey() + " " + String.join(", ", clause.getValue()))
                    .collect(Collectors.joining(" ")))
            .expressionAttributeNames(inverted(names));
    return values.isEmpty() ? request : request.expressionAttributeValues(inverted(values));
  }

  private static <V> Map<String, V> inverted(Map<V, String> placeholders) {
    return placeholders.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
  }
}
