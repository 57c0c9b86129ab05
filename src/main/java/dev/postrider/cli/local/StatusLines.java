package dev.postrider.cli.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postrider.cli.output.CliJson;
import dev.postrider.cli.output.TerminalWriter;
import dev.postrider.email.Address;
import dev.postrider.email.Decoded;
import dev.postrider.email.Defaults;
import dev.postrider.email.Email;
import dev.postrider.email.EmailDecoder;
import dev.postrider.local.LocalStack;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sqs.model.Message;

/// Tells what becomes of the embedded stack's mail, one line for each status of a unit: time, id,
/// masked recipient, status and reason.
///
/// Status events name recipients by hash alone; whom a unit is for comes from its message. That
/// mail waits is not a status event: it comes from the dispatcher's log.
public final class StatusLines {
  /// Units whose recipients are remembered, the newest.
  private static final int REMEMBERED = 10_000;

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  private final PrintWriter out;
  private final ZoneId zone;
  private final EmailDecoder decoder =
      new EmailDecoder(new Defaults(Address.parse("no-reply@example.com")));
  private final Map<String, String> recipients = newest();

  /// For which reason a unit was last said to wait.
  private final Map<String, String> waiting = newest();

  private static Map<String, String> newest() {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
        return size() > REMEMBERED;
      }
    };
  }

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
    Path log = stack.logs().resolve("DispatchFunction.log");
    var _ = Thread.ofVirtual().start(() -> lines.read(log));
  }

  /// Reads the dispatcher's log as it grows, until this process ends.
  private void read(Path log) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(log))) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      while (true) {
        int next = in.read();
        if (next == '\n') {
          logged(line.toString(StandardCharsets.UTF_8));
          line.reset();
        } else if (next >= 0) {
          line.write(next);
        } else {
          Thread.sleep(BETWEEN_LOOKS);
        }
      }
    } catch (IOException e) {
      out.println("postrider: what waits is told no more: the dispatcher's log cannot be read");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Prints a line when the dispatcher's log says that a unit waits, once for each reason in a row.
  synchronized void logged(String line) {
    CliJson.readObject(line)
        .filter(json -> json.path("event").asText().equals("unit"))
        .filter(json -> json.path("outcome").asText().equals("DEFERRED"))
        .ifPresent(this::waits);
  }

  private void waits(JsonNode line) {
    String key = line.path("unit").asText();
    String reason = (line.path("reason").asText() + " " + line.path("code").asText()).strip();
    if (!reason.equals(waiting.put(key, reason))) {
      print(
          line.path("at").asText(),
          key,
          "WAITS " + reason + ", next try " + time(line.path("nextTry").asText()));
    }
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
    print(event.path("time").asText(), key, detail.path("status").asText() + why);
  }

  private void print(String at, String key, String what) {
    out.println(
        TerminalWriter.cell(
            "%-8s  %-26s  %-30s  %s"
                .formatted(time(at), key, recipients.getOrDefault(key, "-"), what)));
    out.flush();
  }

  private String time(String at) {
    return DateTimeFormatter.ISO_LOCAL_TIME.format(
        Instant.parse(at).truncatedTo(ChronoUnit.SECONDS).atZone(zone));
  }
}
