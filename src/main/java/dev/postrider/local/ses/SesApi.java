package dev.postrider.local.ses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postrider.local.http.HttpCall;
import dev.postrider.local.http.Reply;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/// SES's REST protocol: which operation a call is, and what faults do to it.
///
/// Source: the SES API v2 reference.
final class SesApi {
  private final FaultInjector faults;
  private final SesCounters counters;
  private final List<Operation> operations;

  SesApi(
      SendOperations send, AccountOperations account, FaultInjector faults, SesCounters counters) {
    this.faults = faults;
    this.counters = counters;
    this.operations =
        List.of(
            op("SendEmail", "POST outbound-emails", send::sendEmail),
            op("SendBulkEmail", "POST outbound-bulk-emails", send::sendBulkEmail),
            op("GetAccount", "GET account", account::getAccount),
            op("PutAccountSendingAttributes", "PUT account/sending", account::putAccountSending),
            op("GetConfigurationSet", "GET configuration-sets/*", account::getConfigurationSet),
            op(
                "PutConfigurationSetSendingOptions",
                "PUT configuration-sets/*/sending",
                account::putConfigurationSetSending),
            op("GetEmailIdentity", "GET identities/*", account::getEmailIdentity),
            op("GetTenant", "POST tenants/get", account::getTenant),
            op("CreateEmailTemplate", "POST templates", account::createTemplate),
            op("ListEmailTemplates", "GET templates", account::listTemplates),
            op("GetEmailTemplate", "GET templates/*", account::getTemplate),
            op("UpdateEmailTemplate", "PUT templates/*", account::updateTemplate),
            op("DeleteEmailTemplate", "DELETE templates/*", account::deleteTemplate),
            op("PutSuppressedDestination", "PUT suppression/addresses", account::putSuppressed),
            op("ListSuppressedDestinations", "GET suppression/addresses", account::listSuppressed),
            op("GetSuppressedDestination", "GET suppression/addresses/*", account::getSuppressed),
            op(
                "DeleteSuppressedDestination",
                "DELETE suppression/addresses/*",
                account::deleteSuppressed));
  }

  /// @param method HTTP's
  /// @param path after `/v2/email`; `*` stands for a name
  private record Operation(
      String name, String method, List<String> path, Function<SesRequest, JsonNode> result) {

    boolean matches(String otherMethod, List<String> otherPath) {
      return method.equals(otherMethod)
          && path.size() == otherPath.size()
          && IntStream.range(0, path.size())
              .allMatch(i -> path.get(i).equals("*") || path.get(i).equals(otherPath.get(i)));
    }
  }

  private static Operation op(String name, String route, Function<SesRequest, JsonNode> result) {
    int space = route.indexOf(' ');
    List<String> path = List.of(route.substring(space + 1).split("/", -1));
    return new Operation(name, route.substring(0, space), path, result);
  }

  /// Answers a call.
  ///
  /// @param path after `/v2/email`
  Reply answer(HttpCall call, List<String> path) throws IOException {
    Optional<Operation> operation =
        operations.stream().filter(o -> o.matches(call.method(), path)).findFirst();
    if (operation.isEmpty()) {
      return Reply.unknownOperation();
    }
    String name = operation.get().name();
    counters.requested(name);
    Reply reply = answer(call, path, operation.get());
    for (Fault.DelayAnswer fault : faults.strike(Fault.DelayAnswer.class, name)) {
      try {
        Thread.sleep(fault.delay());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return reply;
  }

  private Reply answer(HttpCall call, List<String> path, Operation operation) throws IOException {
    Optional<Fault.OfCall> fault = faults.strikeFirst(Fault.OfCall.class, operation.name());
    if (fault.isPresent() && fault.get() instanceof Fault.DropBeforeReading) {
      return new Reply.HangUp();
    }
    int star = operation.path().indexOf("*");
    SesRequest request = new SesRequest(call, star < 0 ? "" : path.get(star), call.body());
    if (fault.isEmpty()) {
      return reply(operation, request);
    }
    return switch (fault.get()) {
      case Fault.DropBeforeReading(), Fault.CloseAfterReading() -> new Reply.HangUp();
      case Fault.AcceptThenDrop() -> {
        var _ = reply(operation, request);
        yield new Reply.HangUp();
      }
      case Fault.Refuse(int status, String type, String message) ->
          Reply.error(status, type, message);
      case Fault.AcceptThenRefuse(int status, String type, String message) -> {
        var _ = reply(operation, request);
        yield Reply.error(status, type, message);
      }
    };
  }

  private static Reply reply(Operation operation, SesRequest request) {
    try {
      return Reply.json(200, operation.result().apply(request));
    } catch (Refusal refusal) {
      return refusal.reply();
    }
  }
}
