package dev.postrider.cli.ops;

import dev.postrider.aws.SdkErrors;
import dev.postrider.suppression.FactStore;
import dev.postrider.verify.AwsAnswer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;

/// Asks AWS and says what became of it, so that a question without an answer hides no other.
final class AwsQuestion {
  /// How the services say that there is no such thing.
  private static final Pattern ABSENT =
      Pattern.compile("(Resource|Table)?NotFound(Exception)?|.*NonExistentQueue|QueueDoesNotExist");

  private AwsQuestion() {}

  /// Asks.
  ///
  /// @param operation the API's name for the question
  /// @param call sends it; may make the client, which the embedded stack may not have
  static <T> AwsAnswer<T> ask(String operation, Supplier<T> call) {
    try {
      return new AwsAnswer.Given<>(call.get());
    } catch (SdkClients.NotEmbedded e) {
      return new AwsAnswer.Unserved<>(String.valueOf(e.getMessage()));
    } catch (FactStore.StoreUnavailable e) {
      return new AwsAnswer.Refused<>(operation, String.valueOf(e.getMessage()));
    } catch (SdkException e) {
      String code = SdkErrors.code(e);
      if (code.equals("UnknownOperationException")) {
        return new AwsAnswer.Unserved<>("there is no " + operation + " here");
      }
      return ABSENT.matcher(code).matches()
          ? new AwsAnswer.Absent<>()
          : new AwsAnswer.Refused<>(operation, code);
    }
  }
}
