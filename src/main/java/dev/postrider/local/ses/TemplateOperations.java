package dev.postrider.local.ses;

import static dev.postrider.local.ses.AccountOperations.NOTHING;
import static dev.postrider.local.ses.AccountOperations.found;
import static dev.postrider.local.ses.Refusal.RefusalReason.ALREADY_EXISTS;
import static dev.postrider.local.ses.Refusal.require;
import static dev.postrider.local.ses.SesRequest.required;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.local.LocalAws;
import dev.postrider.local.http.HttpJson;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sesv2.model.CreateEmailTemplateRequest;
import software.amazon.awssdk.services.sesv2.model.EmailTemplateContent;
import software.amazon.awssdk.services.sesv2.model.EmailTemplateMetadata;
import software.amazon.awssdk.services.sesv2.model.GetEmailTemplateResponse;
import software.amazon.awssdk.services.sesv2.model.ListEmailTemplatesResponse;
import software.amazon.awssdk.services.sesv2.model.TestRenderEmailTemplateResponse;
import software.amazon.awssdk.services.sesv2.model.UpdateEmailTemplateRequest;

/// SES's operations on stored templates.
///
/// Source of the limits: "Using templates to send personalized email", SES developer guide; of a
/// name's form: `AWS::SES::Template` in the CloudFormation reference.
record TemplateOperations(SesAccount account, Clock clock) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final int MAX_BYTES = 500 * 1024;
  private static final int PAGE = 10;
  private static final int MAX_PAGE = 100;

  Object create(SesRequest call) {
    CreateEmailTemplateRequest request =
        call.as(CreateEmailTemplateRequest.serializableBuilderClass()).build();
    String name = required("TemplateName", request.templateName());
    require(
        NAME.matcher(name).matches(),
        "TemplateName must be 1 to 64 of the characters A-Z, a-z, 0-9, _ and -.");
    require(
        account.templates().putIfAbsent(name, checked(request.templateContent())) == null,
        ALREADY_EXISTS,
        "Template " + name + " already exists for account id " + LocalAws.ACCOUNT_ID);
    return NOTHING;
  }

  Object update(SesRequest call) {
    UpdateEmailTemplateRequest request =
        call.as(UpdateEmailTemplateRequest.serializableBuilderClass()).build();
    stored(call.name());
    account.templates().put(call.name(), checked(request.templateContent()));
    return NOTHING;
  }

  private static EmailTemplateContent checked(@Nullable EmailTemplateContent given) {
    EmailTemplateContent content = required("TemplateContent", given);
    require(
        Stream.of(content.subject(), content.text(), content.html()).anyMatch(Objects::nonNull),
        "TemplateContent needs Subject, Text or Html.");
    require(
        bytes(content.text()) + bytes(content.html()) <= MAX_BYTES,
        "Text and Html together are longer than " + MAX_BYTES + " bytes.");
    try {
      HandlebarsRenderer.check(content);
    } catch (RenderingFailure failure) {
      throw Refusal.badRequest(String.valueOf(failure.getMessage()));
    }
    return content;
  }

  private static int bytes(@Nullable String text) {
    return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
  }

  Object get(SesRequest call) {
    return GetEmailTemplateResponse.builder()
        .templateName(call.name())
        .templateContent(stored(call.name()));
  }

  Object delete(SesRequest call) {
    stored(call.name());
    account.templates().remove(call.name());
    return NOTHING;
  }

  private EmailTemplateContent stored(String name) {
    return found(account.templates().get(name), "Template " + name + " does not exist");
  }

  /// A page, in the order of the names; its token is the name that it ended with.
  Object list(SesRequest call) {
    int size = call.call().parameter("PageSize").map(Integer::valueOf).orElse(PAGE);
    require(size >= 1 && size <= MAX_PAGE, "PageSize must be 1 to " + MAX_PAGE + ".");
    String after = call.call().parameter("NextToken").orElse("");
    List<String> rest = List.copyOf(account.templates().tailMap(after, false).keySet());
    List<String> page = rest.subList(0, Math.min(size, rest.size()));
    return ListEmailTemplatesResponse.builder()
        .nextToken(page.size() < rest.size() ? page.getLast() : null)
        .templatesMetadata(
            page.stream()
                .map(name -> EmailTemplateMetadata.builder().templateName(name).build())
                .toList());
  }

  /// What SES would send; what SendEmail accepts and then cannot render is refused here.
  Object render(SesRequest call) {
    EmailTemplateContent template = stored(call.name());
    ObjectNode data = SubmissionRules.checkTemplateData(call.required("TemplateData"));
    try {
      EmailTemplateContent rendered = HandlebarsRenderer.render(template, HttpJson.values(data));
      return TestRenderEmailTemplateResponse.builder()
          .renderedTemplate(EmlWriter.preview(rendered, clock.instant()));
    } catch (RenderingFailure failure) {
      throw Refusal.badRequest(String.valueOf(failure.getMessage()));
    }
  }
}
