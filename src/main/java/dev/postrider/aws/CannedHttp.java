package dev.postrider.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

/// Answers the SDK's requests from memory ([CannedAnswers]): the SDK signs, sends and reads as
/// ever, and no connection is made.
final class CannedHttp implements SdkHttpClient {
  /// As many as each client of the SDK would make for itself, and never end.
  private final ScheduledExecutorService timers =
      Executors.newScheduledThreadPool(5, Thread.ofPlatform().daemon().factory());

  /// Watches the time-outs of the clients until this is closed.
  ScheduledExecutorService timers() {
    return timers;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        return answer(request);
      }

      @Override
      public void abort() {
        // The answer is there at once.
      }
    };
  }

  private static HttpExecuteResponse answer(HttpExecuteRequest request) throws IOException {
    String operation =
        request
            .httpRequest()
            .firstMatchingHeader("X-Amz-Target")
            .orElse(request.httpRequest().encodedPath());
    byte[] body;
    try (InputStream content =
        request
            .contentStreamProvider()
            .map(provider -> provider.newStream())
            .orElse(InputStream.nullInputStream())) {
      body = content.readAllBytes();
    }
    byte[] answer = CannedAnswers.to(operation, body);
    return HttpExecuteResponse.builder()
        .response(
            SdkHttpResponse.builder()
                .statusCode(200)
                .putHeader("Content-Type", "application/json")
                .putHeader("Content-Length", Integer.toString(answer.length))
                .putHeader("x-amzn-RequestId", "primed")
                .build())
        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(answer)))
        .build();
  }

  @Override
  public void close() {
    timers.shutdownNow();
    timers.close();
  }

  @Override
  public String clientName() {
    return "Canned";
  }
}
