package dev.postrider.aws;

import dev.postrider.dispatch.SendOutcome;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sesv2.model.MessageRejectedException;
import software.amazon.awssdk.services.sesv2.model.TooManyRequestsException;

/// Classifies answers of SES.
@State(Scope.Benchmark)
public class ClassifyBenchmark {
  private final SesAnswers.Call call =
      new SesAnswers.Call(false, List.of("Reader<reader@example.com>"));
  private final SdkException throttled =
      TooManyRequestsException.builder()
          .statusCode(429)
          .awsErrorDetails(details("TooManyRequestsException", "Maximum sending rate exceeded."))
          .build();
  private final SdkException rejected =
      MessageRejectedException.builder()
          .statusCode(400)
          .awsErrorDetails(
              details("MessageRejected", "Email address is not verified: reader@example.com"))
          .build();

  private static AwsErrorDetails details(String code, String message) {
    return AwsErrorDetails.builder().errorCode(code).errorMessage(message).build();
  }

  @Benchmark
  public SendOutcome throttled() {
    return SesAnswers.failed(throttled, call);
  }

  @Benchmark
  public SendOutcome rejected() {
    return SesAnswers.failed(rejected, call);
  }
}
