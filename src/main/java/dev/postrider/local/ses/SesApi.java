package dev.postrider.local.ses;

import dev.postrider.local.http.HttpCall;
import dev.postrider.local.http.Reply;
import dev.postrider.local.http.Routes;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/// SES's REST protocol: which operation a call is, and what faults do to it.
///
/// Source: the SES API v2 reference.
record SesApi(Routes routes, FaultInjector faults, SesCounters counters) {

  void serve(
      SendOperations send,
      AccountOperations account,
      TenantOperations tenants,
      TemplateOperations templates) {
    operation("SendEmail", "POST outbound-emails", send::sendEmail);
    operation("SendBulkEmail", "POST outbound-bulk-emails", send::sendBulkEmail);
    operation("GetAccount", "GET account", account::getAccount);
    operation("PutAccountSendingAttributes", "PUT account/sending", account::putAccountSending);
    operation("GetConfigurationSet", "GET configuration-sets/*", account::getConfigurationSet);
    operation(
        "PutConfigurationSetSendingOptions",
        "PUT configuration-sets/*/sending",
        account::putConfigurationSetSending);
    operation("GetEmailIdentity", "GET identities/*", account::getEmailIdentity);
    operation("GetTenant", "POST tenants/get", tenants::get);
    operation("CreateTenant", "POST tenants", tenants::create);
    operation("CreateTenantResourceAssociation", "POST tenants/resources", tenants::associate);
    operation("CreateEmailTemplate", "POST templates", templates::create);
    operation("ListEmailTemplates", "GET templates", templates::list);
    operation("GetEmailTemplate", "GET templates/*", templates::get);
    operation("UpdateEmailTemplate", "PUT templates/*", templates::update);
    operation("DeleteEmailTemplate", "DELETE templates/*", templates::delete);
    operation("TestRenderEmailTemplate", "POST templates/*/render", templates::render);
    operation("PutSuppressedDestination", "PUT suppression/addresses", account::putSuppressed);
    operation("ListSuppressedDestinations", "GET suppression/addresses", account::listSuppressed);
    operation("GetSuppressedDestination", "GET suppression/addresses/*", account::getSuppressed);
    operation(
        "DeleteSuppressedDestination", "DELETE suppression/addresses/*", account::deleteSuppressed);
  }

  /// @param route its path is that after `/v2/email`
  private void operation(String name, String route, Function<SesRequest, Object> result) {
    faults.target(name);
    routes.on(
        route.replace(" ", " /v2/email/"),
        (call, what) -> {
          counters.requested(name);
          Reply reply = answer(name, result, call, what);
          for (Fault.DelayAnswer fault : faults.strike(Fault.DelayAnswer.class, name)) {
            try {
              Thread.sleep(fault.delay());
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
          return reply;
        });
  }

  private Reply answer(
      String operation, Function<SesRequest, Object> result, HttpCall call, String name)
      throws IOException {
    Optional<Fault.OfCall> fault = faults.strikeFirst(Fault.OfCall.class, operation);
    if (fault.isPresent() && fault.get() instanceof Fault.DropBeforeReading) {
      return new Reply.HangUp();
    }
    SesRequest request = new SesRequest(call, name, call.body());
    if (fault.isEmpty()) {
      return reply(result, request);
    }
    return switch (fault.get()) {
      case Fault.DropBeforeReading(), Fault.CloseAfterReading() -> new Reply.HangUp();
      case Fault.AcceptThenDrop() -> {
        var _ = reply(result, request);
        yield new Reply.HangUp();
      }
      case Fault.Refuse(int status, String type, String message) ->
          Reply.error(status, type, message);
      case Fault.AcceptThenRefuse(int status, String type, String message) -> {
        var _ = reply(result, request);
        yield Reply.error(status, type, message);
      }
    };
  }

  private static Reply reply(Function<SesRequest, Object> result, SesRequest request) {
    try {
      return Reply.json(200, SesRequest.MODEL.valueToTree(result.apply(request)));
    } catch (Refusal refusal) {
      return refusal.reply();
    }
  }
}
