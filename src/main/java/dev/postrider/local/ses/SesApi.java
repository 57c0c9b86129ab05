package dev.postrider.local.ses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postrider.local.http.HttpCall;
import dev.postrider.local.http.Json;
import dev.postrider.local.http.Reply;
import java.io.IOException;
import java.time.Duration;
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
            op("SendEmail", "POST outbound-emails", r -> send.sendEmail(r.json())),
            op("SendBulkEmail", "POST outbound-bulk-emails", r -> send.sendBulkEmail(r.json())),
            op("GetAccount", "GET account", _ -> account.getAccount()),
            op(
                "PutAccountSendingAttributes",
                "PUT account/sending",
                r -> account.putAccountSending(r.jsonIfAny())),
            op(
                "GetConfigurationSet",
                "GET configuration-sets/*",
                r -> account.getConfigurationSet(r.name())),
            op(
                "PutConfigurationSetSendingOptions",
                "PUT configuration-sets/*/sending",
                r -> account.putConfigurationSetSending(r.name(), r.jsonIfAny())),
            op("GetEmailIdentity", "GET identities/*", r -> account.getEmailIdentity(r.name())),
            op("GetTenant", "POST tenants/get", r -> account.getTenant(r.jsonIfAny())),
            op("CreateEmailTemplate", "POST templates", r -> account.createTemplate(r.jsonIfAny())),
            op("ListEmailTemplates", "GET templates", _ -> account.listTemplates()),
            op("GetEmailTemplate", "GET templates/*", r -> account.getTemplate(r.name())),
            op(
                "UpdateEmailTemplate",
                "PUT templates/*",
                r -> account.updateTemplate(r.name(), r.jsonIfAny())),
            op("DeleteEmailTemplate", "DELETE templates/*", r -> account.deleteTemplate(r.name())),
            op(
                "PutSuppressedDestination",
                "PUT suppression/addresses",
                r -> account.putSuppressed(r.jsonIfAny())),
            op(
                "ListSuppressedDestinations",
                "GET suppression/addresses",
                r -> account.listSuppressed(r.call().parameter("Reason"))),
            op(
                "GetSuppressedDestination",
                "GET suppression/addresses/*",
                r -> account.getSuppressed(r.name())),
            op(
                "DeleteSuppressedDestination",
                "DELETE suppression/addresses/*",
                r -> account.deleteSuppressed(r.name())));
  }

  /// @param method HTTP's
  /// @param path after `/v2/email`; `*` stands for a name
  private record Operation(
      String name, String method, List<String> path, Function<Arguments, JsonNode> result) {

    boolean matches(String otherMethod, List<String> otherPath) {
      return method.equals(otherMethod)
          && path.size() == otherPath.size()
          && IntStream.range(0, path.size())
              .allMatch(i -> path.get(i).equals("*") || path.get(i).equals(otherPath.get(i)));
    }
  }

  /// @param name what stands for `*` in the path; empty where it has none
  @SuppressWarnings("ArrayRecordComponent") // never compared, and too large to copy
  private record Arguments(HttpCall call, String name, byte[] body) {
    JsonNode json() {
      return SubmissionReader.body(body);
    }

    JsonNode jsonIfAny() {
      return body.length == 0 ? Json.object() : json();
    }
  }

  private static Operation op(String name, String route, Function<Arguments, JsonNode> result) {
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
      return Refusal.reply(
          404, "UnknownOperationException", "The local stand-in has no such operation.");
    }
    String name = operation.get().name();
    counters.requested(name);
    Reply reply = answer(call, path, operation.get());
    faults.strike(Fault.OfAnswer.class, name).forEach(SesApi::delay);
    return reply;
  }

  private Reply answer(HttpCall call, List<String> path, Operation operation) throws IOException {
    Optional<Fault.OfCall> fault = faults.strikeFirst(Fault.OfCall.class, operation.name());
    if (fault.isPresent() && fault.get() instanceof Fault.DropBeforeReading) {
      return new Reply.HangUp();
    }
    int star = operation.path().indexOf("*");
    Arguments arguments = new Arguments(call, star < 0 ? "" : path.get(star), call.body());
    if (fault.isEmpty()) {
      return reply(operation, arguments);
    }
    return switch (fault.get()) {
      case Fault.DropBeforeReading(), Fault.CloseAfterReading() -> new Reply.HangUp();
      case Fault.AcceptThenDrop() -> {
        var _ = reply(operation, arguments);
        yield new Reply.HangUp();
      }
      case Fault.Refuse(int status, String type, String message) ->
          Refusal.reply(status, type, message);
      case Fault.AcceptThenRefuse(int status, String type, String message) -> {
        var _ = reply(operation, arguments);
        yield Refusal.reply(status, type, message);
      }
    };
  }

  private static void delay(Fault.OfAnswer fault) {
    switch (fault) {
      case Fault.DelayAnswer(Duration delay) -> {
        try {
          Thread.sleep(delay);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  private static Reply reply(Operation operation, Arguments arguments) {
    try {
      return Reply.json(200, operation.result().apply(arguments));
    } catch (Refusal refusal) {
      return refusal.reply();
    }
  }
}
