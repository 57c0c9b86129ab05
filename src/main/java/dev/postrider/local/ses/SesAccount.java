package dev.postrider.local.ses;

import dev.postrider.local.ses.MailContent.MailTemplate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The state of the stand-in's account: what may be sent now, and from where.
///
/// The setters are the faults of a whole account: they last until they are taken back.
public final class SesAccount {
  private static final Duration QUOTA_WINDOW = Duration.ofHours(24);

  /// An address on the account's suppression list.
  record SuppressedDestination(String address, String reason, Instant since) {}

  private record QuotaUse(Instant at, int recipients) {}

  private final Clock clock;
  private final Set<String> identities;
  private final Set<String> mailFromFailures;
  private final boolean productionAccess;
  private final Map<String, Boolean> configurationSets = new TreeMap<>();
  private final Map<String, MailTemplate> templates = new TreeMap<>();
  private final Map<String, SuppressedDestination> suppressions = new LinkedHashMap<>();
  private final Deque<QuotaUse> spent = new ArrayDeque<>();
  private Optional<Set<String>> tenants = Optional.empty();
  private Set<String> pausedTenants = Set.of();
  private PauseForm pauseForm = PauseForm.SENDING_PAUSED;
  private boolean sendingEnabled = true;
  private boolean suspended;
  private boolean quotaGone;
  private String dkimStatus = "SUCCESS";
  private double maxSendRate;
  private double max24HourSend;
  private RateLimit rateLimit;

  SesAccount(SesSettings settings, Clock clock) {
    this.clock = clock;
    this.identities = settings.identities;
    this.mailFromFailures = settings.mailFromFailures;
    this.productionAccess = settings.productionAccess;
    this.maxSendRate = settings.maxSendRate;
    this.max24HourSend = settings.max24HourSend;
    this.rateLimit = new RateLimit(maxSendRate, clock.instant());
    configurationSets.put(settings.configurationSet, true);
  }

  /// Takes a message in, counting its recipients, or throws the refusal.
  synchronized void admit(Submission submission) {
    checkSender(submission);
    checkConfigurationSet(submission);
    checkTemplate(submission);
    checkTenant(submission);
    checkState(submission);
    Instant now = clock.instant();
    int quotaRecipients = submission.quotaRecipients();
    if (quotaGone || isOverQuota(quotaRecipients, now)) {
      throw new Refusal(Refusal.RefusalReason.QUOTA_EXCEEDED, "Daily message quota exceeded");
    }
    if (!rateLimit.take(submission.recipients().size(), now)) {
      throw new Refusal(Refusal.RefusalReason.THROTTLED, "Maximum sending rate exceeded.");
    }
    if (quotaRecipients > 0) {
      spent.addLast(new QuotaUse(now, quotaRecipients));
    }
  }

  private void checkSender(Submission submission) {
    String from = HeaderMailbox.address(submission.from());
    if (!isVerified(from)) {
      throw unverified(List.of(from));
    }
    if (mailFromFailures.contains(HeaderMailbox.domain(from))) {
      throw new Refusal(
          Refusal.RefusalReason.MAIL_FROM_NOT_VERIFIED,
          "The MAIL FROM domain of " + HeaderMailbox.domain(from) + " is not verified.");
    }
    List<String> unverified =
        productionAccess
            ? List.of()
            : submission.recipients().stream().filter(r -> !isVerifiedRecipient(r)).toList();
    if (!unverified.isEmpty()) {
      throw unverified(unverified);
    }
  }

  private static Refusal unverified(List<String> identities) {
    return new Refusal(
        Refusal.RefusalReason.MESSAGE_REJECTED,
        "Email address is not verified. The following identities failed the check in region "
            + "EU-CENTRAL-1: "
            + String.join(", ", identities));
  }

  private boolean isVerifiedRecipient(String address) {
    return HeaderMailbox.domain(address).equals(Submission.SIMULATOR_DOMAIN) || isVerified(address);
  }

  private boolean isVerified(String address) {
    if (identities.contains(address)) {
      return true;
    }
    String domain = HeaderMailbox.domain(address);
    return identities.stream()
        .anyMatch(identity -> domain.equals(identity) || domain.endsWith("." + identity));
  }

  private void checkConfigurationSet(Submission submission) {
    String name = submission.configurationSet();
    if (name != null && !configurationSets.containsKey(name)) {
      throw new Refusal(
          Refusal.RefusalReason.CONFIGURATION_SET_NOT_FOUND,
          "Configuration set <" + name + "> does not exist.");
    }
  }

  private void checkTemplate(Submission submission) {
    if (submission.content() instanceof MailContent.Templated templated
        && templated.name() != null
        && !templates.containsKey(templated.name())) {
      throw new Refusal(
          Refusal.RefusalReason.TEMPLATE_NOT_FOUND,
          "Template " + templated.name() + " does not exist");
    }
  }

  private void checkTenant(Submission submission) {
    String tenant = submission.tenant();
    if (tenant != null && !hasTenant(tenant)) {
      throw new Refusal(
          Refusal.RefusalReason.TENANT_NOT_FOUND, "Tenant <" + tenant + "> does not exist.");
    }
  }

  private void checkState(Submission submission) {
    if (suspended) {
      throw new Refusal(
          Refusal.RefusalReason.ACCOUNT_SUSPENDED, "The account's ability to send is suspended.");
    }
    if (!sendingEnabled) {
      throw pauseForm.refusal("account");
    }
    if (submission.tenant() != null && pausedTenants.contains(submission.tenant())) {
      throw pauseForm.refusal("tenant");
    }
    String name = submission.configurationSet();
    if (name != null && !configurationSets.getOrDefault(name, true)) {
      throw new Refusal(
          Refusal.RefusalReason.CONFIGURATION_SET_PAUSED,
          "Sending paused for configuration set <" + name + ">.");
    }
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
  boolean productionAccess() {
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

    private Refusal refusal(String scope) {
      return new Refusal(
          reason,
          "Sending paused for this "
              + scope
              + ". For more information, please check the inbox of the email address associated "
              + "with your AWS account.");
    }
  }

  /// Sends nothing of these tenants from now on, as SES does to a tenant with too many bounces.
  public synchronized void pausedTenants(Set<String> names) {
    pausedTenants = Set.copyOf(names);
  }

  synchronized boolean tenantPaused(String name) {
    return pausedTenants.contains(name);
  }

  /// Refuses mail in this form during a pause from now on.
  public synchronized void pauseForm(PauseForm form) {
    pauseForm = form;
  }

  synchronized boolean hasTenant(String name) {
    return tenants.map(known -> known.contains(name)).orElse(true);
  }

  /// Knows these tenants from now on, and refuses mail of others. Before, any tenant will do.
  public synchronized void tenants(Set<String> names) {
    tenants = Optional.of(Set.copyOf(names));
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

  /// A configuration set's kill switch; makes the set when there is none.
  public synchronized void configurationSetSending(String name, boolean enabled) {
    configurationSets.put(name, enabled);
  }

  synchronized Optional<Boolean> configurationSetSending(String name) {
    return Optional.ofNullable(configurationSets.get(name));
  }

  boolean hasIdentity(String identity) {
    return identities.contains(identity.toLowerCase(Locale.ROOT));
  }

  boolean hasMailFromFailure(String identity) {
    return mailFromFailures.contains(identity);
  }

  synchronized Optional<MailTemplate> template(String name) {
    return Optional.ofNullable(templates.get(name));
  }

  synchronized Set<String> templateNames() {
    return Set.copyOf(templates.keySet());
  }

  /// Stores a template under a name, in place of what was there.
  public synchronized void template(String name, MailTemplate template) {
    templates.put(name, template);
  }

  synchronized boolean removeTemplate(String name) {
    return templates.remove(name) != null;
  }

  synchronized void suppress(String address, String reason) {
    suppressions.put(address, new SuppressedDestination(address, reason, clock.instant()));
  }

  synchronized Optional<SuppressedDestination> suppression(String address) {
    return Optional.ofNullable(suppressions.get(address));
  }

  synchronized boolean unsuppress(String address) {
    return suppressions.remove(address) != null;
  }

  synchronized List<SuppressedDestination> suppressions() {
    return List.copyOf(suppressions.values());
  }
}
