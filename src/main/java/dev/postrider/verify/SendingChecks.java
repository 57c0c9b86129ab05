package dev.postrider.verify;

import dev.postrider.domain.AccountFacts;
import dev.postrider.domain.Fact;
import dev.postrider.domain.IdentityFacts;
import dev.postrider.domain.IdentityHealth;
import dev.postrider.domain.IdentityHealth.Loss;
import dev.postrider.domain.IdentityHealth.Part;
import dev.postrider.domain.SetupStatus;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.verify.StackVerdict.CannotTell;
import dev.postrider.verify.StackVerdict.Failed;
import dev.postrider.verify.StackVerdict.Ok;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sesv2.model.DeliveryOptions;
import software.amazon.awssdk.services.sesv2.model.EventDestination;
import software.amazon.awssdk.services.sesv2.model.EventType;
import software.amazon.awssdk.services.sesv2.model.GetConfigurationSetEventDestinationsResponse;
import software.amazon.awssdk.services.sesv2.model.GetConfigurationSetResponse;
import software.amazon.awssdk.services.sesv2.model.SuppressionListReason;
import software.amazon.awssdk.services.sesv2.model.TlsPolicy;

/// What must be true of SES: the account, the domain, the configuration set and its events.
public final class SendingChecks {
  /// What the feedback function lives by; template.yaml's event destination has the same.
  static final Set<EventType> EVENTS =
      EnumSet.of(
          EventType.SEND,
          EventType.DELIVERY,
          EventType.BOUNCE,
          EventType.COMPLAINT,
          EventType.REJECT,
          EventType.RENDERING_FAILURE,
          EventType.DELIVERY_DELAY);

  /// With EngagementEvents=true these too.
  static final Set<EventType> ENGAGEMENT = EnumSet.of(EventType.OPEN, EventType.CLICK);

  /// `NAME. 1800 IN CNAME VALUE.`
  private static final Pattern CNAME = Pattern.compile("(\\S+)\\. \\d+ IN CNAME (\\S+)\\.");

  private SendingChecks() {}

  /// Whether mail reaches everyone.
  public static StackVerdict production(AccountFacts account) {
    return account.production()
        ? new Ok("production")
        : new Failed(
            "the sandbox: mail reaches verified addresses and the simulator alone, 200 a day",
            "Ask for production access in the SES console, Account dashboard");
  }

  /// Whether SES lets the account send.
  public static StackVerdict sending(AccountFacts account) {
    if (!account.sendingEnabled()) {
      return new Failed(
          "sending is switched off",
          "aws sesv2 put-account-sending-attributes --sending-enabled, once you know who"
              + " switched it off");
    }
    return account.enforcement().equals("HEALTHY")
        ? new Ok("enabled, HEALTHY")
        : new Failed(
            "enabled, " + account.enforcement(),
            "Answer the case that AWS opened in the Support Center");
  }

  /// Whether one part of the domain's identity is set up.
  ///
  /// @param mailFrom the MAIL FROM domain that the stack set up; null when whichever is right
  public static StackVerdict identity(
      Part part, DnsName domain, @Nullable DnsName mailFrom, IdentityFacts facts) {
    IdentityHealth health = IdentityHealth.of(domain, mailFrom, new Fact.Known<>(facts));
    Optional<Loss> lost = of(part, health.lost());
    Optional<Loss> pending = of(part, health.pending());
    if (lost.isPresent()) {
      return new Failed(lost.get().status().toString(), lost.get().action());
    }
    if (pending.isPresent()) {
      return new CannotTell(
          pending.get().status()
              + ": SES looks for the DNS records; ./postrider domain check "
              + domain
              + " --wait follows it",
          true);
    }
    return new Ok(
        part == Part.MAIL_FROM && facts.mailFrom().domain() == null
            ? "SES's own; the identity has none"
            : SetupStatus.SUCCESS.toString());
  }

  private static Optional<Loss> of(Part part, List<Loss> losses) {
    return losses.stream().filter(loss -> loss.part() == part).findFirst();
  }

  /// Whether the three CNAMEs that CloudFormation gave lead to where SES publishes its keys. The
  /// zone varies by Region, and the tokens change when an identity is made again. The outputs stay
  /// wrong when an operator has published the right ones, which SES has found then.
  public static StackVerdict dkimZone(
      DnsName domain, IdentityFacts.Dkim dkim, DeployedStack stack) {
    Set<String> given = new TreeSet<>();
    for (int i = 1; i <= 3; i++) {
      var record = CNAME.matcher(stack.output("DnsRecord" + i + "Dkim"));
      if (record.matches()) {
        given.add(record.group(1) + " → " + record.group(2));
      }
    }
    if (given.isEmpty()) {
      return new Ok("the stack did not make the identity, and gave no records");
    }
    Set<String> signed =
        dkim.tokens().stream()
            .map(
                token ->
                    domain.child(token + "._domainkey").text()
                        + " → "
                        + dkim.signingZone().child(token).text())
            .collect(Collectors.toCollection(TreeSet::new));
    if (given.equals(signed)) {
      return new Ok("both say " + dkim.signingZone());
    }
    return dkim.status() == SetupStatus.SUCCESS
        ? new Ok(
            "SES found the records of %s; the stack's outputs name others"
                .formatted(dkim.signingZone()))
        : new Failed(
            "CloudFormation gave %s; SES signs by %s"
                .formatted(String.join(", ", given), String.join(", ", signed)),
            "Publish the three that ./postrider domain records " + domain + " prints");
  }

  /// Whether mail goes out as the template's configuration set says.
  public static StackVerdict configurationSet(
      String name, GetConfigurationSetResponse found, DeployedStack stack) {
    String set = " --configuration-set-name " + name;
    if (found.sendingOptions() == null
        || !Boolean.TRUE.equals(found.sendingOptions().sendingEnabled())) {
      return new Failed(
          "it sends nothing",
          "aws sesv2 put-configuration-set-sending-options --sending-enabled" + set);
    }
    if (found.reputationOptions() == null
        || !Boolean.TRUE.equals(found.reputationOptions().reputationMetricsEnabled())) {
      return new Failed(
          "its reputation is not measured",
          "aws sesv2 put-configuration-set-reputation-options --reputation-metrics-enabled" + set);
    }
    String tls =
        Optional.ofNullable(found.deliveryOptions())
            .map(DeliveryOptions::tlsPolicyAsString)
            .orElse(TlsPolicy.OPTIONAL.toString());
    if (!stack.has("TlsPolicy", tls)) {
      String wanted = stack.parameters().getOrDefault("TlsPolicy", "");
      return new Failed(
          "TLS is %s, not %s".formatted(tls, wanted),
          "aws sesv2 put-configuration-set-delivery-options --tls-policy " + wanted + set);
    }
    boolean suppresses =
        found.suppressionOptions() != null
            && found
                .suppressionOptions()
                .suppressedReasons()
                .containsAll(
                    List.of(SuppressionListReason.BOUNCE, SuppressionListReason.COMPLAINT));
    return suppresses
        ? new Ok("sends, TLS " + tls)
        : new Failed(
            "SES's own list does not take both bounces and complaints",
            "aws sesv2 put-configuration-set-suppression-options --suppressed-reasons BOUNCE"
                + " COMPLAINT"
                + set);
  }

  /// Whether SES's events go to the feedback topic, all of them.
  public static StackVerdict eventDestination(
      String set, GetConfigurationSetEventDestinationsResponse found, DeployedStack stack) {
    String topic = stack.output("FeedbackTopicArn");
    Set<EventType> wanted = EnumSet.copyOf(EVENTS);
    if (stack.has("DeliveryEvents", "false")) {
      wanted.remove(EventType.DELIVERY);
    }
    if (stack.has("EngagementEvents", "true")) {
      wanted.addAll(ENGAGEMENT);
    }
    Optional<EventDestination> destination =
        found.eventDestinations().stream()
            .filter(d -> d.snsDestination() != null && topic.equals(d.snsDestination().topicArn()))
            .findFirst();
    if (destination.isEmpty()) {
      return new Failed(
          "none leads to the feedback topic", make("create", "feedback", set, wanted, topic));
    }
    List<EventType> missing = new ArrayList<>(wanted);
    missing.removeAll(destination.get().matchingEventTypes());
    String action = make("update", destination.get().name(), set, wanted, topic);
    if (!Boolean.TRUE.equals(destination.get().enabled())) {
      return new Failed("it is disabled: no event comes", action);
    }
    return missing.isEmpty()
        ? new Ok("enabled, " + wanted.size() + " kinds of events")
        : new Failed("these events do not come: " + words(missing), action);
  }

  private static String make(
      String verb, String name, String set, Set<EventType> events, String topic) {
    return ("aws sesv2 %s-configuration-set-event-destination --configuration-set-name %s"
            + " --event-destination-name %s --event-destination"
            + " 'Enabled=true,MatchingEventTypes=%s,SnsDestination={TopicArn=%s}'")
        .formatted(verb, set, name, words(events), topic);
  }

  private static String words(Collection<EventType> events) {
    return events.stream().map(EventType::toString).sorted().collect(Collectors.joining(","));
  }
}
