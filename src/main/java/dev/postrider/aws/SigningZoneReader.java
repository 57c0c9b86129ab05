package dev.postrider.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/// Reads `DkimAttributes.SigningHostedZone` from the answer of GetEmailIdentity, where SES says in
/// which zone it publishes the keys. SDK 2.40.2 does not know the field yet (2.40.7 does).
final class SigningZoneReader implements ExecutionInterceptor {
  private static final ObjectMapper JSON = new ObjectMapper();

  private volatile @Nullable String last;

  /// The zone in the last answer; empty when it had none.
  Optional<String> last() {
    return Optional.ofNullable(last).filter(zone -> !zone.isBlank());
  }

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    return context.responseBody().map(this::read);
  }

  private InputStream read(InputStream body) {
    try (body) {
      byte[] bytes = body.readAllBytes();
      JsonNode answer = JSON.readTree(bytes);
      JsonNode zone = answer == null ? null : answer.at("/DkimAttributes/SigningHostedZone");
      last = zone == null || !zone.isTextual() ? null : zone.textValue();
      return new ByteArrayInputStream(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
