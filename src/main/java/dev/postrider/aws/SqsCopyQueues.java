package dev.postrider.aws;

import dev.postrider.calls.Chunks;
import dev.postrider.dispatch.CopyQueues;
import dev.postrider.dispatch.MessageCopy;
import dev.postrider.dispatch.Received;
import dev.postrider.email.EntryRanges;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;

/// Puts copies on SQS queues, ten a call and at most a mebibyte a call. Bodies stay byte for byte.
///
/// A body that the decoder takes leaves room for all attributes. One that it refuses may not: its
/// copy for the rejected queue goes without the less important ones.
public final class SqsCopyQueues implements CopyQueues {
  private static final int ENTRIES_PER_CALL = 10;
  private static final int BYTES_PER_CALL = 1_048_576;

  private static final List<String> LEAST_IMPORTANT_FIRST =
      List.of(
          CarriedAttributes.PROBLEMS,
          CarriedAttributes.ENTRIES,
          CarriedAttributes.FIRST_SEEN,
          CarriedAttributes.ATTEMPT,
          CarriedAttributes.ID,
          CarriedAttributes.REASON);

  private final SqsClient client;
  private final QueueUrls urls;

  /// Where copies go.
  public record QueueUrls(String mail, String bulk, String rejected, String held) {}

  public SqsCopyQueues(SqsClient client, QueueUrls urls) {
    this.client = client;
    this.urls = urls;
  }

  /// A copy on its way.
  private record OutgoingCopy(int index, int bytes, SendMessageBatchRequestEntry entry) {}

  @Override
  public List<Boolean> place(List<MessageCopy> placements) {
    Map<String, List<OutgoingCopy>> byQueue = new LinkedHashMap<>();
    for (int i = 0; i < placements.size(); i++) {
      byQueue
          .computeIfAbsent(queueOf(placements.get(i)), url -> new ArrayList<>())
          .add(copy(i, placements.get(i)));
    }
    Boolean[] placed = new Boolean[placements.size()];
    byQueue.forEach(
        (url, copies) ->
            Chunks.of(copies, ENTRIES_PER_CALL, BYTES_PER_CALL, OutgoingCopy::bytes)
                .forEach(call -> send(url, call, placed)));
    return List.of(placed);
  }

  private String queueOf(MessageCopy placement) {
    return switch (placement) {
      case MessageCopy.DeferredCopy deferred ->
          switch (deferred.lane()) {
            case MAIL -> urls.mail();
            case BULK -> urls.bulk();
          };
      case MessageCopy.RejectedCopy _ -> urls.rejected();
      case MessageCopy.HeldCopy _ -> urls.held();
    };
  }

  private void send(String url, List<OutgoingCopy> call, Boolean[] placed) {
    call.forEach(copy -> placed[copy.index()] = false);
    try {
      client
          .sendMessageBatch(
              request ->
                  request.queueUrl(url).entries(call.stream().map(OutgoingCopy::entry).toList()))
          .successful()
          .stream()
          .map(SendMessageBatchResultEntry::id)
          .forEach(id -> placed[Integer.parseInt(id)] = true);
    } catch (SdkException e) {
      // Not safe on their queue: their originals stay, and SQS redelivers them.
    }
  }

  private static OutgoingCopy copy(int index, MessageCopy placement) {
    Received record = placement.record();
    Map<String, MessageAttributeValue> attributes =
        switch (placement) {
          case MessageCopy.DeferredCopy deferred -> deferred(deferred);
          case MessageCopy.RejectedCopy rejected -> rejected(rejected);
          case MessageCopy.HeldCopy held ->
              carried(held.id(), record.carried().attempt(), record, held.entries());
        };
    return new OutgoingCopy(
        index,
        size(record, attributes),
        SendMessageBatchRequestEntry.builder()
            .id(Integer.toString(index))
            .messageBody(record.body())
            .messageAttributes(attributes)
            .messageGroupId(record.groupId())
            .delaySeconds(
                placement instanceof MessageCopy.DeferredCopy deferred
                    ? (int) Math.ceilDiv(deferred.delay().toMillis(), 1_000)
                    : 0)
            .build());
  }

  private static Map<String, MessageAttributeValue> deferred(MessageCopy.DeferredCopy deferred) {
    Map<String, MessageAttributeValue> attributes =
        carried(deferred.id(), deferred.attempt(), deferred.record(), deferred.entries());
    deferred
        .misconfiguredSince()
        .ifPresent(
            since ->
                attributes.put(
                    CarriedAttributes.MISCONFIGURED_SINCE, number(since.toEpochMilli())));
    return attributes;
  }

  private static Map<String, MessageAttributeValue> rejected(MessageCopy.RejectedCopy rejected) {
    Map<String, MessageAttributeValue> attributes =
        carried(
            rejected.id(),
            rejected.record().carried().attempt(),
            rejected.record(),
            rejected.entries());
    attributes.put(CarriedAttributes.REASON, text(rejected.reason().name()));
    attributes.put(
        CarriedAttributes.PROBLEMS, text(CarriedAttributes.shortened(rejected.detail())));
    for (String name : LEAST_IMPORTANT_FIRST) {
      if (size(rejected.record(), attributes) > BYTES_PER_CALL) {
        attributes.remove(name);
      }
    }
    return attributes;
  }

  private static Map<String, MessageAttributeValue> carried(
      String id, int attempt, Received record, EntryRanges entries) {
    Map<String, MessageAttributeValue> attributes = new HashMap<>();
    attributes.put(CarriedAttributes.ID, text(id));
    attributes.put(CarriedAttributes.ATTEMPT, number(attempt));
    attributes.put(CarriedAttributes.FIRST_SEEN, number(record.firstSeen().toEpochMilli()));
    if (!entries.isAll()) {
      attributes.put(CarriedAttributes.ENTRIES, text(entries.text()));
    }
    return attributes;
  }

  /// As SQS counts it: the body, and each attribute's name, type and value.
  private static int size(Received record, Map<String, MessageAttributeValue> attributes) {
    return bytes(record.body())
        + attributes.entrySet().stream()
            .mapToInt(
                a ->
                    bytes(a.getKey())
                        + bytes(a.getValue().dataType())
                        + bytes(a.getValue().stringValue()))
            .sum();
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static MessageAttributeValue text(String value) {
    return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
  }

  private static MessageAttributeValue number(long value) {
    return MessageAttributeValue.builder()
        .dataType("Number")
        .stringValue(Long.toString(value))
        .build();
  }
}
