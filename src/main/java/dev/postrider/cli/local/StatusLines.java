package dev.postrider.cli.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postrider.cli.output.TerminalWriter;
import dev.postrider.email.Address;
import dev.postrider.email.Decoded;
import dev.postrider.email.Defaults;
import dev.postrider.email.Email;
import dev.postrider.email.EmailDecoder;
import dev.postrider.local.LocalStack;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sqs.model.Message;

/// Tells what becomes of the embedded stack's mail, one line for each status of a unit: time, id,
/// masked recipient, status and reason.
///
/// Status events name recipients by hash alone; whom a unit is for comes from its message.
public final class StatusLines {
  /// Units whose recipients are remembered, the newest.
  private static final int REMEMBERED = 10_000;

  private final PrintWriter out;
  private final ZoneId zone;
  private final EmailDecoder decoder =
      new EmailDecoder(new Defaults(Address.parse("no-reply@example.com")));
  private final Map<String, String> recipients =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > REMEMBERED;
        }
      };

  /// @param zone of the times that are shown
  StatusLines(PrintWriter out, ZoneId zone) {
    this.out = out;
    this.zone = zone;
  }

  /// Tells of a stack's mail from now on.
  public static void follow(LocalStack stack, PrintWriter out) {
    StatusLines lines = new StatusLines(out, ZoneId.systemDefault());
    stack.mailEvents().watch(lines::received);
    stack.bulkEvents().watch(lines::received);
    stack.events().watch(lines::happened);
  }

  /// Remembers whom a message is for.
  synchronized void received(Message message) {
    if (decoder.decode(message.body(), message.messageId())
        instanceof Decoded.WellFormed(Email email)) {
      email.units().forEach(unit -> recipients.put(unit.key(), masked(unit)));
    }
  }

  private static String masked(Email.Unit unit) {
    List<Address> all = Stream.of(unit.to(), unit.cc(), unit.bcc()).flatMap(List::stream).toList();
    Address first = all.getFirst();
    return first.localPart().substring(0, 1)
        + "…@"
        + first.domain()
        + (all.size() == 1 ? "" : " +" + (all.size() - 1));
  }

  /// Prints the line of a status event.
  synchronized void happened(JsonNode event) {
    JsonNode detail = event.path("detail");
    String key =
        detail.path("id").asText()
            + (detail.has("entry") ? "#" + detail.path("entry").asText() : "");
    String why =
        Stream.of("reason", "type", "code", "text")
            .map(field -> detail.path(field).asText())
            .filter(text -> !text.isEmpty())
            .reduce("", (all, text) -> all + " " + text);
    out.println(
        TerminalWriter.cell(
            "%-8s  %-26s  %-30s  %s"
                .formatted(
                    DateTimeFormatter.ISO_LOCAL_TIME.format(
                        Instant.parse(event.path("time").asText()).atZone(zone)),
                    key,
                    recipients.getOrDefault(key, "-"),
                    detail.path("status").asText() + why)));
    out.flush();
  }
}
