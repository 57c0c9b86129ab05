package dev.postrider.local.ses;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.postrider.local.http.HttpCall;
import dev.postrider.local.http.HttpJson;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One call of an operation; what its body lacks or has wrong is a refusal.
///
/// @param name what stands for `*` in the operation's path; empty where it has none
@SuppressWarnings("ArrayRecordComponent") // never compared, and too large to copy
record SesRequest(HttpCall call, String name, byte[] body) {
  /// Reads and writes the builders of the SDK's model.
  static final ObjectMapper MODEL =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
          .defaultPropertyInclusion(JsonInclude.Value.ALL_NON_NULL)
          .build();

  /// The body, which may be missing.
  JsonNode json() {
    return body.length == 0 ? HttpJson.object() : object();
  }

  private JsonNode object() {
    return HttpJson.readObject(body)
        .orElseThrow(() -> Refusal.badRequest("The body is not a JSON object."));
  }

  /// The body as the SDK's own model, which the SDK's client wrote it from.
  ///
  /// @param builder what a model's `serializableBuilderClass()` names
  <B> B as(Class<B> builder) {
    try {
      return MODEL.treeToValue(object(), builder);
    } catch (JsonMappingException e) {
      boolean bytes =
          e instanceof InvalidFormatException text && text.getTargetType() == byte[].class;
      throw Refusal.badRequest(field(e) + (bytes ? " is not base64." : " is of another type."));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can always be read", e);
    }
  }

  private static String field(JsonMappingException wrong) {
    return wrong.getPath().stream()
        .map(JsonMappingException.Reference::getFieldName)
        .filter(Objects::nonNull)
        .collect(Collectors.joining("."));
  }

  /// A text field of the body.
  String required(String field) {
    return required(field, HttpJson.text(json(), field).orElse(null));
  }

  static <T> T required(String field, @Nullable T value) {
    if (value == null) {
      throw Refusal.badRequest(field + " is required.");
    }
    return value;
  }
}
