package dev.postrider.local.ses;

import static dev.postrider.local.ses.Refusal.RefusalReason.NOT_FOUND;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.local.http.Json;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sesv2.model.EmailTemplateContent;
import software.amazon.awssdk.services.sesv2.model.SuppressedDestination;

/// SES's management operations: each answers the body of its response or throws a refusal.
record AccountOperations(SesAccount account, Clock clock) {
  private static final double MILLIS_PER_SECOND = 1_000.0;
  private static final String NOT_SUPPRESSED =
      "The email address does not exist on your suppression list.";

  ObjectNode getAccount(SesRequest call) {
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

  ObjectNode putAccountSending(SesRequest call) {
    account.sendingEnabled(call.json().path("SendingEnabled").asBoolean(false));
    return Json.object();
  }

  ObjectNode putConfigurationSetSending(SesRequest call) {
    String name = call.name();
    boolean sending = call.json().path("SendingEnabled").asBoolean(false);
    found(account.configurationSets().replace(name, sending), configurationSet(name));
    return Json.object();
  }

  ObjectNode getConfigurationSet(SesRequest call) {
    String name = call.name();
    boolean sending = found(account.configurationSets().get(name), configurationSet(name));
    ObjectNode json = Json.object().put("ConfigurationSetName", name);
    json.putObject("SendingOptions").put("SendingEnabled", sending);
    return json;
  }

  private static String configurationSet(String name) {
    return "Configuration set <" + name + "> does not exist.";
  }

  ObjectNode getEmailIdentity(SesRequest call) {
    String identity = call.name();
    if (!account.hasIdentity(identity)) {
      throw new Refusal(NOT_FOUND, "Email identity " + identity + " does not exist.");
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

  ObjectNode getTenant(SesRequest call) {
    String name = call.required("TenantName");
    if (!account.hasTenant(name)) {
      throw new Refusal(NOT_FOUND, "Tenant <" + name + "> does not exist.");
    }
    ObjectNode json = Json.object();
    json.putObject("Tenant")
        .put("TenantName", name)
        .put("SendingStatus", account.tenantPaused(name) ? "DISABLED" : "ENABLED");
    return json;
  }

  ObjectNode createTemplate(SesRequest call) {
    String name = call.required("TemplateName");
    if (account.templates().putIfAbsent(name, content(call)) != null) {
      throw new Refusal(
          Refusal.RefusalReason.ALREADY_EXISTS, "Template " + name + " already exists for account");
    }
    return Json.object();
  }

  private static EmailTemplateContent content(SesRequest call) {
    JsonNode content = call.json().path("TemplateContent");
    return EmailTemplateContent.builder()
        .subject(Json.text(content, "Subject").orElse(""))
        .text(Json.text(content, "Text").orElse(null))
        .html(Json.text(content, "Html").orElse(null))
        .build();
  }

  ObjectNode listTemplates(SesRequest call) {
    ObjectNode json = Json.object();
    ArrayNode all = json.putArray("TemplatesMetadata");
    account.templates().keySet().forEach(name -> all.addObject().put("TemplateName", name));
    return json;
  }

  ObjectNode getTemplate(SesRequest call) {
    String name = call.name();
    EmailTemplateContent template = found(account.templates().get(name), template(name));
    ObjectNode json = Json.object().put("TemplateName", name);
    json.putObject("TemplateContent")
        .put("Subject", template.subject())
        .put("Text", template.text())
        .put("Html", template.html());
    return json;
  }

  ObjectNode updateTemplate(SesRequest call) {
    found(account.templates().replace(call.name(), content(call)), template(call.name()));
    return Json.object();
  }

  ObjectNode deleteTemplate(SesRequest call) {
    found(account.templates().remove(call.name()), template(call.name()));
    return Json.object();
  }

  private static String template(String name) {
    return "Template " + name + " does not exist";
  }

  ObjectNode putSuppressed(SesRequest call) {
    String reason = call.required("Reason");
    if (!reason.equals("BOUNCE") && !reason.equals("COMPLAINT")) {
      throw Refusal.badRequest("Reason must be BOUNCE or COMPLAINT.");
    }
    if (!account.productionAccess()) {
      throw Refusal.badRequest("The sandbox has no PutSuppressedDestination.");
    }
    String address = call.required("EmailAddress");
    account
        .suppressions()
        .put(
            address,
            SuppressedDestination.builder()
                .emailAddress(address)
                .reason(reason)
                .lastUpdateTime(clock.instant())
                .build());
    return Json.object();
  }

  ObjectNode listSuppressed(SesRequest call) {
    Optional<String> reason = call.call().parameter("Reason");
    ObjectNode json = Json.object();
    ArrayNode all = json.putArray("SuppressedDestinationSummaries");
    account.suppressions().values().stream()
        .filter(s -> reason.isEmpty() || reason.get().equals(s.reasonAsString()))
        .forEach(s -> all.add(summary(s)));
    return json;
  }

  ObjectNode getSuppressed(SesRequest call) {
    ObjectNode json = Json.object();
    json.set(
        "SuppressedDestination",
        summary(found(account.suppressions().get(call.name()), NOT_SUPPRESSED)));
    return json;
  }

  ObjectNode deleteSuppressed(SesRequest call) {
    found(account.suppressions().remove(call.name()), NOT_SUPPRESSED);
    return Json.object();
  }

  private static ObjectNode summary(SuppressedDestination suppressed) {
    return Json.object()
        .put("EmailAddress", suppressed.emailAddress())
        .put("Reason", suppressed.reasonAsString())
        .put("LastUpdateTime", suppressed.lastUpdateTime().toEpochMilli() / MILLIS_PER_SECOND);
  }

  private static <T> T found(@Nullable T value, String otherwise) {
    if (value == null) {
      throw new Refusal(NOT_FOUND, otherwise);
    }
    return value;
  }
}
