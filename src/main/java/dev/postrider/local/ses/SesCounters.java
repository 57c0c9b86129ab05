package dev.postrider.local.ses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.local.http.HttpJson;
import java.util.Map;
import java.util.TreeMap;

/// What the stand-in has seen since its start; never trimmed, unlike the inbox.
public final class SesCounters {
  private final Map<String, Integer> requests = new TreeMap<>();
  private final Map<String, Integer> acceptedUnits = new TreeMap<>();
  private final Map<String, Integer> published = new TreeMap<>();
  private int acceptedMessages;
  private int acceptedRecipients;
  private int throttled;

  synchronized void requested(String operation) {
    requests.merge(operation, 1, Integer::sum);
  }

  synchronized void accepted(Submission submission) {
    acceptedMessages++;
    acceptedRecipients += submission.recipients().size();
    submission.unit().ifPresent(unit -> acceptedUnits.merge(unit, 1, Integer::sum));
  }

  synchronized void throttled() {
    throttled++;
  }

  synchronized void published(String eventType) {
    published.merge(eventType, 1, Integer::sum);
  }

  /// HTTP requests of an operation, whatever became of them.
  public synchronized int requests(String operation) {
    return requests.getOrDefault(operation, 0);
  }

  /// Messages that SES took in: a SendEmail call is one, a bulk entry is one.
  public synchronized int acceptedMessages() {
    return acceptedMessages;
  }

  /// Recipients of the messages that SES took in.
  public synchronized int acceptedRecipients() {
    return acceptedRecipients;
  }

  /// Messages that were refused for the rate.
  public synchronized int throttledMessages() {
    return throttled;
  }

  /// How often each unit of mail was taken in, by its tags: `id`, or `id#entry`.
  public synchronized Map<String, Integer> acceptedUnits() {
    return Map.copyOf(acceptedUnits);
  }

  /// Events published, by type; a doubled one counts twice.
  public synchronized Map<String, Integer> publishedEvents() {
    return Map.copyOf(published);
  }

  synchronized ObjectNode json() {
    ObjectNode json =
        HttpJson.object()
            .put("acceptedMessages", acceptedMessages)
            .put("acceptedRecipients", acceptedRecipients)
            .put("throttledMessages", throttled);
    requests.forEach(json.putObject("requests")::put);
    published.forEach(json.putObject("publishedEvents")::put);
    acceptedUnits.forEach(json.putObject("acceptedUnits")::put);
    return json;
  }
}
