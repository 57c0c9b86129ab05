package dev.postrider.cli.bench;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.postrider.aws.Priming;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The JVM that [StartBench] starts: makes a handler, primes it if asked to, and invokes it a few
/// times with one message. Prints a line as soon as the first answer is there, and then how long
/// the invocations took.
///
/// Loads nothing that a function in Lambda would not load.
public final class FirstAnswer {
  static final String ANSWERED = "answered";

  /// The only thing that the handlers ask Lambda for.
  private static final int REMAINING_MILLIS = 60_000;

  private FirstAnswer() {}

  /// Makes the handler and invokes it.
  ///
  /// @param args the handler's class; `primed` or `cold`; how many invocations
  public static void main(String[] args) throws Exception {
    PrintStream told = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    @SuppressWarnings("unchecked")
    var handler =
        (RequestHandler<SQSEvent, SQSBatchResponse>)
            Class.forName(args[0])
                .asSubclass(RequestHandler.class)
                .getDeclaredConstructor()
                .newInstance();
    if (args[1].equals("primed")) {
      Priming.now();
    }
    Context context =
        (Context)
            Proxy.newProxyInstance(
                Context.class.getClassLoader(),
                new Class<?>[] {Context.class},
                (_, _, _) -> REMAINING_MILLIS);
    long[] nanos = new long[Integer.parseInt(args[2])];
    for (int n = 0; n < nanos.length; n++) {
      SQSEvent event = event();
      long start = System.nanoTime();
      SQSBatchResponse response = handler.handleRequest(event, context);
      nanos[n] = System.nanoTime() - start;
      if (!response.getBatchItemFailures().isEmpty()) {
        throw new IllegalStateException("the message was not taken");
      }
      if (n == 0) {
        told.println(ANSWERED);
        told.flush();
      }
    }
    told.println(Arrays.toString(nanos));
    told.flush();
  }

  private static SQSEvent event() {
    String id = UUID.randomUUID().toString();
    SQSMessage message = new SQSMessage();
    message.setMessageId(id);
    message.setBody(
        """
        {"id":"%s","from":"no-reply@example.com","to":"success@simulator.amazonses.com",\
        "subject":"Your order has left","text":"It arrives on Thursday."}"""
            .formatted(id));
    message.setAttributes(
        Map.of(
            "SentTimestamp",
            Long.toString(System.currentTimeMillis()),
            "ApproximateReceiveCount",
            "1"));
    SQSEvent event = new SQSEvent();
    event.setRecords(List.of(message));
    return event;
  }
}
