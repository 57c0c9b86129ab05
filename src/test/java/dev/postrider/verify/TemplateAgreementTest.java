package dev.postrider.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.local.StackTemplate;
import dev.postrider.verify.StackVerdict.Failed;
import dev.postrider.verify.StackVerdict.Ok;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.State;
import software.amazon.awssdk.services.sesv2.model.EventType;

/// The checks want what template.yaml makes.
class TemplateAgreementTest {
  private static final Map<String, Object> TEMPLATE = StackTemplate.load(Path.of("template.yaml"));

  private static Map<String, Object> at(String... path) {
    Map<String, Object> found = TEMPLATE;
    for (String key : path) {
      found = map(found.get(key));
    }
    return found;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(@Nullable Object value) {
    return (Map<String, Object>) Objects.requireNonNull(value);
  }

  private static List<?> list(@Nullable Object value) {
    return (List<?>) Objects.requireNonNull(value);
  }

  @Test
  void theEventsAreThoseOfTheEventDestination() {
    List<?> types =
        list(
            at("Resources", "FeedbackEventDestination", "Properties", "EventDestination")
                .get("MatchingEventTypes"));

    Map<String, Set<EventType>> byCondition =
        types.stream()
            .map(type -> type instanceof String ? List.of("", type) : list(map(type).get("Fn::If")))
            .collect(
                Collectors.groupingBy(
                    choice -> String.valueOf(choice.get(0)),
                    Collectors.mapping(
                        choice -> event(String.valueOf(choice.get(1))), Collectors.toSet())));

    Set<EventType> byDefault = new HashSet<>(byCondition.get(""));
    byDefault.addAll(byCondition.get("TracksDelivery"));
    assertThat(SendingChecks.EVENTS).isEqualTo(byDefault);
    assertThat(SendingChecks.ENGAGEMENT).isEqualTo(byCondition.get("TracksEngagement"));
    assertThat(byCondition).containsOnlyKeys("", "TracksDelivery", "TracksEngagement");
  }

  /// `renderingFailure` is RENDERING_FAILURE.
  private static EventType event(String camelCase) {
    return EventType.fromValue(camelCase.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT));
  }

  @Test
  void aVersionNeedsNoSnapshotWhereTheTemplateAsksForNone() {
    Set<String> without = new TreeSet<>();
    Pattern.compile("Ref=AWS::(Partition|Region)}, ([a-z0-9-]+)")
        .matcher(String.valueOf(at("Conditions").get("HasSnapStart")))
        .results()
        .forEach(place -> without.add(place.group(1) + " " + place.group(2)));

    assertThat(without).hasSize(4);
    assertThat(without)
        .allSatisfy(
            place ->
                assertThat(
                        FunctionChecks.snapshot(
                            withoutSnapshot(
                                place.startsWith("Partition ")
                                    ? place.substring(10) + ":lambda:some-region-1"
                                    : "aws:lambda:" + place.substring(7))))
                    .isInstanceOf(Ok.class));
    assertThat(FunctionChecks.snapshot(withoutSnapshot("aws:lambda:eu-central-1")))
        .isInstanceOf(Failed.class);
  }

  private static GetFunctionConfigurationResponse withoutSnapshot(String place) {
    return GetFunctionConfigurationResponse.builder()
        .functionArn("arn:" + place + ":111122223333:function:f:live")
        .version("1")
        .state(State.ACTIVE)
        .build();
  }

  @Test
  void theItemsEndIsNamedAsInTheTemplate() {
    assertThat(
            List.of(
                at("Resources", "LedgerTable", "Properties", "TimeToLiveSpecification")
                    .get("AttributeName"),
                at("Resources", "SuppressionTable", "Properties", "TimeToLiveSpecification")
                    .get("AttributeName")))
        .containsOnly(TableChecks.TTL);
  }

  /// Lambda publishes a version only if a function differs (decision 0064).
  @Test
  void theParameterThatIsToBeChangedMakesNewVersions() {
    assertThat(String.valueOf(at("Resources", "SettingsVersion", "Properties").get("Content")))
        .contains(FunctionChecks.NEW_VERSION + "=");
  }

  @Test
  void everyParameterThatIsComparedExists() {
    assertThat(at("Parameters").keySet())
        .contains(
            "UseExistingIdentity",
            "MailFromSubdomain",
            "DomainName",
            "TlsPolicy",
            "DeliveryEvents",
            "EngagementEvents",
            "MailConcurrency",
            "BulkConcurrency",
            "DispatchReservedConcurrency",
            "LedgerPointInTimeRecovery",
            "DeletionProtection",
            "Encryption");
  }
}
