package dev.postrider.local.ses;

import static dev.postrider.local.ses.Refusal.RefusalReason.ACCOUNT_SUSPENDED;
import static dev.postrider.local.ses.Refusal.RefusalReason.CONFIGURATION_SET_NOT_FOUND;
import static dev.postrider.local.ses.Refusal.RefusalReason.CONFIGURATION_SET_PAUSED;
import static dev.postrider.local.ses.Refusal.RefusalReason.MAIL_FROM_NOT_VERIFIED;
import static dev.postrider.local.ses.Refusal.RefusalReason.MESSAGE_REJECTED;
import static dev.postrider.local.ses.Refusal.RefusalReason.QUOTA_EXCEEDED;
import static dev.postrider.local.ses.Refusal.RefusalReason.TEMPLATE_NOT_FOUND;
import static dev.postrider.local.ses.Refusal.RefusalReason.THROTTLED;
import static dev.postrider.local.ses.Refusal.require;

import dev.postrider.local.LocalAws;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sesv2.model.EmailTemplateContent;
import software.amazon.awssdk.services.sesv2.model.SuppressedDestination;

/// The state of the stand-in's account: what may be sent now, and from where. At its start it is
/// out of the sandbox, with `example.com` verified and one configuration set.
///
/// The setters are the faults of a whole account: they last until they are taken back.
public final class SesAccount {
  private static final Duration QUOTA_WINDOW = Duration.ofHours(24);
  private static final String PAUSED =
      "Sending paused for this %s. For more information, please check the inbox of the email"
          + " address associated with your AWS account.";

  private record QuotaUse(Instant at, int recipients) {}

  private final Clock clock;
  private final Map<String, Boolean> configurationSets = new ConcurrentSkipListMap<>();
  private final ConcurrentNavigableMap<String, EmailTemplateContent> templates =
      new ConcurrentSkipListMap<>();
  private final Map<String, SuppressedDestination> suppressions = new ConcurrentSkipListMap<>();
  private final Deque<QuotaUse> spent = new ArrayDeque<>();
  private Set<String> identities = Set.of("example.com");
  private Set<String> mailFromFailures = Set.of();
  private boolean productionAccess = true;
  private final Tenants tenants = new Tenants();
  private PauseForm pauseForm = PauseForm.SENDING_PAUSED;
  private boolean sendingEnabled = true;
  private boolean suspended;
  private boolean quotaGone;
  private String dkimStatus = "SUCCESS";
  private double maxSendRate = 14;
  private double max24HourSend = 50_000;
  private RateLimit rateLimit;

  SesAccount(String configurationSet, Clock clock) {
    this.clock = clock;
    this.rateLimit = new RateLimit(maxSendRate, clock.instant());
    configurationSets.put(configurationSet, true);
  }

  /// Takes a message in, counting its recipients, or throws the refusal.
  synchronized void admit(Submission submission) {
    checkSender(submission);
    checkNames(submission);
    checkState(submission);
    Instant now = clock.instant();
    int quotaRecipients = submission.quotaRecipients().size();
    require(
        !quotaGone && !isOverQuota(quotaRecipients, now),
        QUOTA_EXCEEDED,
        "Daily message quota exceeded");
    require(
        rateLimit.take(submission.recipients().size(), now),
        THROTTLED,
        "Maximum sending rate exceeded.");
    if (quotaRecipients > 0) {
      spent.addLast(new QuotaUse(now, quotaRecipients));
    }
  }

  private void checkSender(Submission submission) {
    String from = HeaderMailbox.address(submission.mail().fromEmailAddress());
    checkVerified(Stream.concat(Stream.of(from), submission.senders()).toList());
    String domain = HeaderMailbox.domain(from);
    require(
        !mailFromFailures.contains(domain),
        MAIL_FROM_NOT_VERIFIED,
        "The MAIL FROM domain of " + domain + " is not verified.");
    if (!productionAccess) {
      checkVerified(submission.quotaRecipients());
    }
  }

  private void checkVerified(List<String> addresses) {
    List<String> unverified = addresses.stream().filter(a -> !isVerified(a)).toList();
    require(
        unverified.isEmpty(),
        MESSAGE_REJECTED,
        "Email address is not verified. The following identities failed the check in region "
            + "EU-CENTRAL-1: "
            + String.join(", ", unverified));
  }

  private boolean isVerified(String address) {
    return identity(address).isPresent();
  }

  /// The identity that an address is sent as: itself, or else the nearest of its domains.
  private Optional<String> identity(String address) {
    String domain = HeaderMailbox.domain(address);
    return identities.contains(address)
        ? Optional.of(address)
        : identities.stream()
            .filter(identity -> domain.equals(identity) || domain.endsWith("." + identity))
            .max(Comparator.comparingInt(String::length));
  }

  /// That the account has what the mail names.
  private void checkNames(Submission submission) {
    String set = submission.mail().configurationSetName();
    require(
        set == null || configurationSets.containsKey(set),
        CONFIGURATION_SET_NOT_FOUND,
        "Configuration set <" + set + "> does not exist.");
    String template = submission.storedTemplate().orElse(null);
    require(
        template == null || templates.containsKey(template),
        TEMPLATE_NOT_FOUND,
        "Template " + template + " does not exist");
    checkTenant(submission);
  }

  /// That the mail's tenant is there and may use what the mail is made of. SES refuses a whole bulk
  /// call.
  synchronized void checkTenant(Submission submission) {
    String tenant = submission.mail().tenantName();
    if (tenant != null) {
      tenants.check(tenant, resources(submission));
    }
  }

  /// What an account can share out to tenants, by ARN: identity, configuration set, template.
  private List<String> resources(Submission submission) {
    String from = HeaderMailbox.address(submission.mail().fromEmailAddress());
    return Stream.of(
            identity(from).map(identity -> "identity/" + identity),
            Optional.ofNullable(submission.mail().configurationSetName())
                .map(set -> "configuration-set/" + set),
            submission.storedTemplate().map(template -> "template/" + template))
        .flatMap(Optional::stream)
        .map(resource -> LocalAws.arn("ses", resource))
        .toList();
  }

  private void checkState(Submission submission) {
    require(!suspended, ACCOUNT_SUSPENDED, "The account's ability to send is suspended.");
    require(sendingEnabled, pauseForm.reason, PAUSED.formatted("account"));
    String tenant = submission.mail().tenantName();
    require(
        tenant == null || !tenants.isPaused(tenant), pauseForm.reason, PAUSED.formatted("tenant"));
    String set = submission.mail().configurationSetName();
    require(
        set == null || configurationSets.getOrDefault(set, true),
        CONFIGURATION_SET_PAUSED,
        "Sending paused for configuration set <" + set + ">.");
  }

  private boolean isOverQuota(int recipients, Instant now) {
    return max24HourSend >= 0
        && recipients > 0
        && sentLast24Hours(now) + recipients > max24HourSend;
  }

  private int sentLast24Hours(Instant now) {
    Instant start = now.minus(QUOTA_WINDOW);
    while (!spent.isEmpty() && spent.getFirst().at().isBefore(start)) {
      spent.removeFirst();
    }
    return spent.stream().mapToInt(QuotaUse::recipients).sum();
  }

  /// How many recipients counted to the quota in the last 24 hours.
  public synchronized int sentLast24Hours() {
    return sentLast24Hours(clock.instant());
  }

  /// What GetAccount reports as MaxSendRate, in recipients a second.
  public synchronized double maxSendRate() {
    return maxSendRate;
  }

  /// What GetAccount reports as Max24HourSend, in recipients; -1 for no limit.
  public synchronized double max24HourSend() {
    return max24HourSend;
  }

  /// Whether the account may send, as GetAccount reports it.
  public synchronized boolean sendingEnabled() {
    return sendingEnabled && !suspended;
  }

  /// HEALTHY, or SHUTDOWN while the account is suspended.
  synchronized String enforcementStatus() {
    return suspended ? "SHUTDOWN" : "HEALTHY";
  }

  /// Whether the account is out of the sandbox.
  synchronized boolean productionAccess() {
    return productionAccess;
  }

  /// How SES refuses mail of a paused account or tenant (docs/stand-ins.md).
  public enum PauseForm {
    /// As `SendingPausedException`, and by an entry's status.
    SENDING_PAUSED(Refusal.RefusalReason.ACCOUNT_PAUSED),
    /// As `MessageRejected`, with the pause in the text.
    MESSAGE_REJECTED(Refusal.RefusalReason.MESSAGE_REJECTED),
    /// As a 403, with the pause in the text.
    ACCESS_DENIED(Refusal.RefusalReason.DENIED);

    private final Refusal.RefusalReason reason;

    PauseForm(Refusal.RefusalReason reason) {
      this.reason = reason;
    }
  }

  /// The verified domains and addresses; a domain covers its sub-domains.
  public synchronized void identities(Set<String> domainsAndAddresses) {
    identities = Set.copyOf(domainsAndAddresses);
  }

  /// The domains whose MAIL FROM record is missing and that refuse to send then.
  public synchronized void mailFromFailures(Set<String> domains) {
    mailFromFailures = Set.copyOf(domains);
  }

  /// Puts the account into the sandbox: recipients must be verified too.
  public synchronized void sandbox() {
    productionAccess = false;
  }

  /// Sends nothing of these tenants from now on, as SES does to a tenant with too many bounces.
  public synchronized void pausedTenants(Set<String> names) {
    tenants.pause(names);
  }

  /// Refuses mail in this form during a pause from now on.
  public synchronized void pauseForm(PauseForm form) {
    pauseForm = form;
  }

  Tenants tenants() {
    return tenants;
  }

  /// Has these tenants from now on and no others; each may use all that the account has. At its
  /// start an account has none.
  public synchronized void tenants(Set<String> names) {
    tenants.replace(names);
  }

  /// Whether the account has what an ARN names: an identity, a configuration set, a template.
  synchronized boolean has(String type, String name) {
    return switch (type) {
      case "identity" -> hasIdentity(name);
      case "configuration-set" -> configurationSets.containsKey(name);
      case "template" -> templates.containsKey(name);
      default -> false;
    };
  }

  /// Reports and enforces another rate.
  public synchronized void maxSendRate(double recipientsPerSecond) {
    maxSendRate = recipientsPerSecond;
    throttleAt(recipientsPerSecond);
  }

  /// Enforces a rate that GetAccount does not report, as SES does under load.
  public synchronized void throttleAt(double recipientsPerSecond) {
    rateLimit = new RateLimit(recipientsPerSecond, clock.instant());
  }

  /// Reports and enforces another daily quota; -1 for no limit.
  public synchronized void max24HourSend(double recipients) {
    max24HourSend = recipients;
  }

  /// The account's kill switch, as PutAccountSendingAttributes sets it.
  public synchronized void sendingEnabled(boolean enabled) {
    sendingEnabled = enabled;
  }

  /// What SES does to an account with too many bounces.
  public synchronized void suspended(boolean isSuspended) {
    suspended = isSuspended;
  }

  /// Refuses everything as if the daily quota were used up.
  public synchronized void quotaGone(boolean gone) {
    quotaGone = gone;
  }

  /// What GetEmailIdentity says of every domain's DKIM from now on, such as `FAILED`. Mail is
  /// accepted all the same.
  public synchronized void dkimStatus(String status) {
    dkimStatus = status;
  }

  synchronized String dkimStatus() {
    return dkimStatus;
  }

  /// Whether each configuration set may send, by its name.
  Map<String, Boolean> configurationSets() {
    return configurationSets;
  }

  synchronized boolean hasIdentity(String identity) {
    return identities.contains(identity.toLowerCase(Locale.ROOT));
  }

  synchronized boolean hasMailFromFailure(String identity) {
    return mailFromFailures.contains(identity);
  }

  /// The stored templates by name, to look at and to change.
  public ConcurrentNavigableMap<String, EmailTemplateContent> templates() {
    return templates;
  }

  /// The account's suppression list by address, to look at and to change.
  Map<String, SuppressedDestination> suppressions() {
    return suppressions;
  }
}
