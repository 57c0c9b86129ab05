package dev.postrider.local.ses;

import java.time.Duration;
import java.util.Set;

/// The stand-in's account at its start: out of the sandbox, with `example.com` verified and one
/// configuration set, but for what a caller changes. The stand-in reads it once.
public final class SesSettings {
  /// From the acceptance to the Send event, and between the events of a message.
  static final Duration EVENT_DELAY = Duration.ofMillis(5);

  final String configurationSet;
  double maxSendRate = 14;
  double max24HourSend = 50_000;
  Set<String> identities = Set.of("example.com");
  Set<String> mailFromFailures = Set.of();
  boolean productionAccess = true;
  int inboxMessages = 10_000;
  long inboxBytes = 64L * 1024 * 1024;

  private SesSettings(String configurationSet) {
    this.configurationSet = configurationSet;
  }

  /// An account with this configuration set, which sends.
  public static SesSettings of(String configurationSet) {
    return new SesSettings(configurationSet);
  }

  /// The rate, in recipients a second.
  public SesSettings maxSendRate(double recipientsPerSecond) {
    maxSendRate = recipientsPerSecond;
    return this;
  }

  /// The daily quota, in recipients; -1 for no limit.
  public SesSettings max24HourSend(double recipients) {
    max24HourSend = recipients;
    return this;
  }

  /// The verified domains and addresses; a domain covers its sub-domains.
  public SesSettings identities(Set<String> domainsAndAddresses) {
    identities = Set.copyOf(domainsAndAddresses);
    return this;
  }

  /// The domains whose MAIL FROM record is missing and that refuse to send then.
  public SesSettings mailFromFailures(Set<String> domains) {
    mailFromFailures = Set.copyOf(domains);
    return this;
  }

  /// Puts the account into the sandbox: recipients must be verified too.
  public SesSettings sandbox() {
    productionAccess = false;
    return this;
  }

  /// How many messages and how many bytes of content the inbox keeps, the newest.
  public SesSettings inbox(int messages, long bytes) {
    inboxMessages = messages;
    inboxBytes = bytes;
    return this;
  }
}
