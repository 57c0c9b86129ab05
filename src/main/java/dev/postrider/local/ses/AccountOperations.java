package dev.postrider.local.ses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.local.http.Json;
import dev.postrider.local.ses.MailContent.MailTemplate;
import dev.postrider.local.ses.SesAccount.SuppressedDestination;
import java.util.Optional;

/// SES's management operations: each answers the body of its response or throws a refusal.
final class AccountOperations {
  private static final double MILLIS_PER_SECOND = 1_000.0;

  private final SesAccount account;

  AccountOperations(SesAccount account) {
    this.account = account;
  }

  ObjectNode getAccount() {
    ObjectNode json =
        Json.object()
            .put("DedicatedIpAutoWarmupEnabled", false)
            .put("EnforcementStatus", account.enforcementStatus())
            .put("ProductionAccessEnabled", account.productionAccess())
            .put("SendingEnabled", account.sendingEnabled());
    json.putObject("SendQuota")
        .put("Max24HourSend", account.max24HourSend())
        .put("MaxSendRate", account.maxSendRate())
        .put("SentLast24Hours", (double) account.sentLast24Hours());
    json.putObject("SuppressionAttributes")
        .putArray("SuppressedReasons")
        .add("BOUNCE")
        .add("COMPLAINT");
    return json;
  }

  ObjectNode putAccountSending(JsonNode call) {
    account.sendingEnabled(call.path("SendingEnabled").asBoolean(false));
    return Json.object();
  }

  ObjectNode putConfigurationSetSending(String name, JsonNode call) {
    configurationSetSending(name);
    account.configurationSetSending(name, call.path("SendingEnabled").asBoolean(false));
    return Json.object();
  }

  ObjectNode getConfigurationSet(String name) {
    boolean sending = configurationSetSending(name);
    ObjectNode json = Json.object().put("ConfigurationSetName", name);
    json.putObject("SendingOptions").put("SendingEnabled", sending);
    return json;
  }

  private boolean configurationSetSending(String name) {
    return account
        .configurationSetSending(name)
        .orElseThrow(() -> notFound("Configuration set <" + name + "> does not exist."));
  }

  ObjectNode getEmailIdentity(String identity) {
    if (!account.hasIdentity(identity)) {
      throw notFound("Email identity " + identity + " does not exist.");
    }
    boolean isAddress = identity.contains("@");
    ObjectNode json =
        Json.object()
            .put("IdentityType", isAddress ? "EMAIL_ADDRESS" : "DOMAIN")
            .put("FeedbackForwardingStatus", true)
            .put("VerifiedForSendingStatus", true)
            .put("VerificationStatus", "SUCCESS");
    ObjectNode dkim = json.putObject("DkimAttributes");
    dkim.put("SigningEnabled", true)
        .put("Status", isAddress ? "NOT_STARTED" : account.dkimStatus())
        .put("SigningAttributesOrigin", "AWS_SES")
        .put("CurrentSigningKeyLength", "RSA_2048_BIT")
        .put("NextSigningKeyLength", "RSA_2048_BIT");
    ArrayNode tokens = dkim.putArray("Tokens");
    if (!isAddress) {
      tokens.add("localtoken1").add("localtoken2").add("localtoken3");
      json.set("MailFromAttributes", mailFrom(identity));
    }
    return json;
  }

  private ObjectNode mailFrom(String domain) {
    boolean failed = account.hasMailFromFailure(domain);
    return Json.object()
        .put("MailFromDomain", "mail." + domain)
        .put("MailFromDomainStatus", failed ? "FAILED" : "SUCCESS")
        .put("BehaviorOnMxFailure", failed ? "REJECT_MESSAGE" : "USE_DEFAULT_VALUE");
  }

  ObjectNode getTenant(JsonNode call) {
    String name = SubmissionReader.required(call, "TenantName");
    if (!account.hasTenant(name)) {
      throw notFound("Tenant <" + name + "> does not exist.");
    }
    ObjectNode json = Json.object();
    json.putObject("Tenant")
        .put("TenantName", name)
        .put("SendingStatus", account.tenantPaused(name) ? "DISABLED" : "ENABLED");
    return json;
  }

  ObjectNode createTemplate(JsonNode call) {
    String name = SubmissionReader.required(call, "TemplateName");
    if (account.template(name).isPresent()) {
      throw new Refusal(
          Refusal.RefusalReason.ALREADY_EXISTS, "Template " + name + " already exists for account");
    }
    account.template(name, SubmissionReader.template(call.path("TemplateContent")));
    return Json.object();
  }

  ObjectNode listTemplates() {
    ObjectNode json = Json.object();
    ArrayNode all = json.putArray("TemplatesMetadata");
    account.templateNames().stream()
        .sorted()
        .forEach(name -> all.addObject().put("TemplateName", name));
    return json;
  }

  ObjectNode getTemplate(String name) {
    MailTemplate template = template(name);
    ObjectNode json = Json.object().put("TemplateName", name);
    json.putObject("TemplateContent")
        .put("Subject", template.subject())
        .put("Text", template.text())
        .put("Html", template.html());
    return json;
  }

  ObjectNode updateTemplate(String name, JsonNode call) {
    template(name);
    account.template(name, SubmissionReader.template(call.path("TemplateContent")));
    return Json.object();
  }

  ObjectNode deleteTemplate(String name) {
    if (!account.removeTemplate(name)) {
      throw noTemplate(name);
    }
    return Json.object();
  }

  private MailTemplate template(String name) {
    return account.template(name).orElseThrow(() -> noTemplate(name));
  }

  private static Refusal noTemplate(String name) {
    return notFound("Template " + name + " does not exist");
  }

  ObjectNode putSuppressed(JsonNode call) {
    String reason = SubmissionReader.required(call, "Reason");
    if (!reason.equals("BOUNCE") && !reason.equals("COMPLAINT")) {
      throw Refusal.badRequest("Reason must be BOUNCE or COMPLAINT.");
    }
    if (!account.productionAccess()) {
      throw Refusal.badRequest("The sandbox has no PutSuppressedDestination.");
    }
    account.suppress(SubmissionReader.required(call, "EmailAddress"), reason);
    return Json.object();
  }

  ObjectNode listSuppressed(Optional<String> reason) {
    ObjectNode json = Json.object();
    ArrayNode all = json.putArray("SuppressedDestinationSummaries");
    account.suppressions().stream()
        .filter(s -> reason.isEmpty() || reason.get().equals(s.reason()))
        .forEach(s -> all.add(summary(s)));
    return json;
  }

  ObjectNode getSuppressed(String address) {
    ObjectNode json = Json.object();
    json.set(
        "SuppressedDestination",
        summary(account.suppression(address).orElseThrow(AccountOperations::notSuppressed)));
    return json;
  }

  ObjectNode deleteSuppressed(String address) {
    if (!account.unsuppress(address)) {
      throw notSuppressed();
    }
    return Json.object();
  }

  private static ObjectNode summary(SuppressedDestination suppressed) {
    return Json.object()
        .put("EmailAddress", suppressed.address())
        .put("Reason", suppressed.reason())
        .put("LastUpdateTime", suppressed.since().toEpochMilli() / MILLIS_PER_SECOND);
  }

  private static Refusal notSuppressed() {
    return notFound("The email address does not exist on your suppression list.");
  }

  private static Refusal notFound(String message) {
    return new Refusal(Refusal.RefusalReason.NOT_FOUND, message);
  }
}
