package dev.postrider.local.ses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postrider.local.http.Call;
import dev.postrider.local.http.Json;
import dev.postrider.local.http.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// SES's REST protocol: which operation a call is, and what faults do to it.
final class SesApi {
  private final SendDesk sending;
  private final AccountDesk managing;
  private final Faults faults;
  private final Tally tally;

  SesApi(SendDesk sending, AccountDesk managing, Faults faults, Tally tally) {
    this.sending = sending;
    this.managing = managing;
    this.faults = faults;
    this.tally = tally;
  }

  /// Answers a call.
  ///
  /// @param path after `/v2/email`
  Reply answer(Call call, List<String> path) throws IOException {
    Optional<SesOperation> operation = SesOperation.of(call.method(), path);
    if (operation.isEmpty()) {
      return Refusal.reply(
          404, "UnknownOperationException", "The local stand-in has no such operation.");
    }
    String name = operation.get().wireName();
    tally.requested(name);
    Reply reply = answer(call, path, operation.get());
    faults.strike(Fault.OfAnswer.class, name).forEach(SesApi::delay);
    return reply;
  }

  private Reply answer(Call call, List<String> path, SesOperation operation) throws IOException {
    Optional<Fault.OfCall> fault = faults.strikeFirst(Fault.OfCall.class, operation.wireName());
    if (fault.isEmpty()) {
      return honest(operation, path, call, call.body());
    }
    if (fault.get() instanceof Fault.DropBeforeReading) {
      return new Reply.HangUp();
    }
    byte[] body = call.body();
    return switch (fault.get()) {
      case Fault.DropBeforeReading(), Fault.CloseAfterReading() -> new Reply.HangUp();
      case Fault.AcceptThenDrop() -> {
        honest(operation, path, call, body);
        yield new Reply.HangUp();
      }
      case Fault.Refuse(int status, String type, String message) ->
          Refusal.reply(status, type, message);
      case Fault.AcceptThenRefuse(int status, String type, String message) -> {
        honest(operation, path, call, body);
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

  private Reply honest(SesOperation operation, List<String> path, Call call, byte[] body) {
    try {
      return Reply.json(200, result(operation, path, call, body));
    } catch (Refusal refusal) {
      return refusal.reply();
    }
  }

  private JsonNode result(SesOperation operation, List<String> path, Call call, byte[] body) {
    String last = path.getLast();
    return switch (operation) {
      case SEND_EMAIL -> sending.sendEmail(SubmissionReader.body(body));
      case SEND_BULK_EMAIL -> sending.sendBulkEmail(SubmissionReader.body(body));
      case GET_ACCOUNT -> managing.getAccount();
      case PUT_ACCOUNT_SENDING_ATTRIBUTES -> managing.putAccountSending(json(body));
      case PUT_CONFIGURATION_SET_SENDING_OPTIONS ->
          managing.putConfigurationSetSending(path.get(1), json(body));
      case GET_CONFIGURATION_SET -> managing.getConfigurationSet(last);
      case GET_EMAIL_IDENTITY -> managing.getEmailIdentity(last);
      case GET_TENANT -> managing.getTenant(json(body));
      case CREATE_EMAIL_TEMPLATE -> managing.createTemplate(json(body));
      case LIST_EMAIL_TEMPLATES -> managing.listTemplates();
      case GET_EMAIL_TEMPLATE -> managing.getTemplate(last);
      case UPDATE_EMAIL_TEMPLATE -> managing.updateTemplate(last, json(body));
      case DELETE_EMAIL_TEMPLATE -> managing.deleteTemplate(last);
      case PUT_SUPPRESSED_DESTINATION -> managing.putSuppressed(json(body));
      case LIST_SUPPRESSED_DESTINATIONS -> managing.listSuppressed(call.parameter("Reason"));
      case GET_SUPPRESSED_DESTINATION -> managing.getSuppressed(last);
      case DELETE_SUPPRESSED_DESTINATION -> managing.deleteSuppressed(last);
    };
  }

  private static JsonNode json(byte[] body) {
    return body.length == 0 ? Json.object() : SubmissionReader.body(body);
  }
}
