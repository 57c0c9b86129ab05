package dev.postrider.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SNSEvent;

/// A function that cannot take poison in; run in a JVM of its own.
public final class TopicHandler implements RequestHandler<SNSEvent, String> {
  @Override
  public String handleRequest(SNSEvent event, Context context) {
    String message = event.getRecords().getFirst().getSNS().getMessage();
    if (message.contains("poison")) {
      throw new IllegalArgumentException("poison");
    }
    return message;
  }
}
