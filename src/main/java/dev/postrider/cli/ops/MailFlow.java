package dev.postrider.cli.ops;

import dev.postrider.aws.SqsQueueBrowser.QueueDepth;
import dev.postrider.cli.ops.PartReading.Present;
import dev.postrider.cli.ops.StackStatus.EventSourceStatus;
import dev.postrider.cli.ops.StackStatus.PaceStatus;
import dev.postrider.cli.output.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/// Whether enqueued mail is received and sent at this moment, as a stack's parts say.
record MailFlow(
    PartReading<PaceStatus> pace,
    PartReading<EventSourceStatus> mailEventSource,
    PartReading<EventSourceStatus> bulkEventSource,
    PartReading<QueueDepth> mailQueue,
    PartReading<QueueDepth> bulkQueue) {

  /// Where nothing has to be known of it, since all has ended.
  static final MailFlow UNASKED =
      new MailFlow(unasked(), unasked(), unasked(), unasked(), unasked());

  private static <T> PartReading<T> unasked() {
    return new PartReading.Unread<>("not asked");
  }

  /// Why mail stands still; empty where nothing that could be read says so.
  List<String> stops() {
    List<String> stops = new ArrayList<>();
    if (pace instanceof Present<PaceStatus>(PaceStatus now) && now.breakerOpen()) {
      stops.add("the breaker is " + now.breaker());
    } else {
      notPolled("mail", mailEventSource, stops);
      notPolled("bulk", bulkEventSource, stops);
    }
    return stops;
  }

  /// An open breaker ends the polling too; else somebody did.
  private static void notPolled(
      String queue, PartReading<EventSourceStatus> source, List<String> stops) {
    if (source instanceof Present<EventSourceStatus>(EventSourceStatus status)
        && !status.state().equals("Enabled")) {
      stops.add("the polling of the " + queue + " queue is " + status.state());
    }
  }

  List<String> pausedTenants() {
    return pace instanceof Present<PaceStatus>(PaceStatus now) ? now.pausedTenants() : List.of();
  }

  /// Messages in both lanes, such as `3 messages wait`; empty where there are none.
  String waiting() {
    return counted(depth -> depth.waiting() + depth.inFlight(), "waits", "wait");
  }

  /// The same of those that are delayed.
  String delayed() {
    return counted(QueueDepth::delayed, "is delayed", "are delayed");
  }

  private String counted(ToIntFunction<QueueDepth> count, String one, String many) {
    int all =
        Stream.of(mailQueue, bulkQueue)
            .mapToInt(
                queue ->
                    queue instanceof Present<QueueDepth>(QueueDepth depth)
                        ? count.applyAsInt(depth)
                        : 0)
            .sum();
    return all == 0 ? "" : Words.counted(all, "message") + " " + (all == 1 ? one : many);
  }

  /// What could not be read, a sentence a part.
  List<String> unread() {
    List<String> unread = new ArrayList<>();
    unread("the breaker", pace, unread);
    unread("the polling of the mail queue", mailEventSource, unread);
    unread("the polling of the bulk queue", bulkEventSource, unread);
    unread("the depth of the mail queue", mailQueue, unread);
    unread("the depth of the bulk queue", bulkQueue, unread);
    return unread;
  }

  private static void unread(String part, PartReading<?> reading, List<String> unread) {
    if (reading instanceof PartReading.Unread<?>(String code)) {
      unread.add(part + " could not be read: " + code);
    }
  }
}
