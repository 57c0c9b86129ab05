package dev.postrider.local.ses;

import java.time.Duration;
import java.util.Set;

/// What the stand-in's account looks like at its start.
///
/// @param maxSendRate recipients a second
/// @param max24HourSend recipients in 24 hours; -1 for no limit
/// @param identities verified domains and addresses; a domain covers its sub-domains
/// @param mailFromFailures domains whose MAIL FROM record is missing and that refuse to send then
/// @param configurationSets those that exist, all sending
/// @param productionAccess false is the sandbox: recipients must be verified too
/// @param eventDelay from the acceptance to the Send event, and between the events of a message
/// @param inboxMessages how many messages the inbox keeps, the newest
/// @param inboxBytes how much content the inbox keeps, the newest
public record SesSettings(
    double maxSendRate,
    double max24HourSend,
    Set<String> identities,
    Set<String> mailFromFailures,
    Set<String> configurationSets,
    boolean productionAccess,
    Duration eventDelay,
    int inboxMessages,
    long inboxBytes) {

  public SesSettings {
    identities = Set.copyOf(identities);
    mailFromFailures = Set.copyOf(mailFromFailures);
    configurationSets = Set.copyOf(configurationSets);
  }

  /// An account out of the sandbox with `example.com` verified and one configuration set.
  public static SesSettings of(String configurationSet) {
    return new SesSettings(
        14,
        50_000,
        Set.of("example.com"),
        Set.of(),
        Set.of(configurationSet),
        true,
        Duration.ofMillis(5),
        10_000,
        64L * 1024 * 1024);
  }

  /// The same with another rate.
  public SesSettings withMaxSendRate(double recipientsPerSecond) {
    return new SesSettings(
        recipientsPerSecond,
        max24HourSend,
        identities,
        mailFromFailures,
        configurationSets,
        productionAccess,
        eventDelay,
        inboxMessages,
        inboxBytes);
  }

  /// The same with another daily quota.
  public SesSettings withMax24HourSend(double recipients) {
    return new SesSettings(
        maxSendRate,
        recipients,
        identities,
        mailFromFailures,
        configurationSets,
        productionAccess,
        eventDelay,
        inboxMessages,
        inboxBytes);
  }

  /// The same with other verified identities.
  public SesSettings withIdentities(Set<String> domainsAndAddresses) {
    return new SesSettings(
        maxSendRate,
        max24HourSend,
        domainsAndAddresses,
        mailFromFailures,
        configurationSets,
        productionAccess,
        eventDelay,
        inboxMessages,
        inboxBytes);
  }

  /// The same with domains that fail their MAIL FROM check.
  public SesSettings withMailFromFailures(Set<String> domains) {
    return new SesSettings(
        maxSendRate,
        max24HourSend,
        identities,
        domains,
        configurationSets,
        productionAccess,
        eventDelay,
        inboxMessages,
        inboxBytes);
  }

  /// The same with the sandbox's rule on or off.
  public SesSettings withProductionAccess(boolean granted) {
    return new SesSettings(
        maxSendRate,
        max24HourSend,
        identities,
        mailFromFailures,
        configurationSets,
        granted,
        eventDelay,
        inboxMessages,
        inboxBytes);
  }

  /// The same with another bound on the inbox.
  public SesSettings withInbox(int messages, long bytes) {
    return new SesSettings(
        maxSendRate,
        max24HourSend,
        identities,
        mailFromFailures,
        configurationSets,
        productionAccess,
        eventDelay,
        messages,
        bytes);
  }
}
