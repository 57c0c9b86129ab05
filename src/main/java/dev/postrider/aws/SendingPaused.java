package dev.postrider.aws;

import dev.postrider.dispatch.SendOutcome;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads from a code or a text of SES that it sends nothing for now, and for whom. SES says so in
/// codes of its own, and also in the texts of `MessageRejected`, of a 403 and of a bulk entry
/// (docs/decisions/0072). It keeps no text.
final class SendingPaused {
  /// What may hold a name or an address, and then any word. What is not verified SES lists with
  /// people's display names.
  private static final Pattern NAMES =
      Pattern.compile(
          "(?is)\\bnot verified\\b.*|<[^>]*>|\\S*@\\S*|\"[^\"]*\"|(?<!\\w)'[^']*'(?!\\w)");

  private static final String STATE = "(?:paused|suspended|disabled|shut ?down)";
  private static final String SCOPES = "(?:account|tenant|configuration set)";
  private static final String SENDING = "(?:sending|ability to send(?: e?mail)?)";

  private static final String BEING =
      "(?:(?:sending|status|state|is|was|has been|in|an?|now|currently|temporarily) )*";

  private static final Pattern SAID =
      Pattern.compile(
          "\\b(?:%1$s %4$s(?:not enabled|%3$s)|%2$s(?: [\\w.-]+)? %4$s%3$s"
                  .formatted(SENDING, SCOPES, STATE, BEING)
              + "|%3$s (?:(?:e?mail|sending|for|of|this|the|your) )+%2$s"
                  .formatted(SENDING, SCOPES, STATE)
              + "|%3$s (?:(?:your|this|the|e?mail|%2$s) )*%1$s)\\b"
                  .formatted(SENDING, SCOPES, STATE));

  private static final Pattern SCOPE = Pattern.compile("\\b" + SCOPES + "\\b");

  private SendingPaused() {}

  /// What it means when the code or the text says so; empty when neither does.
  ///
  /// The first scope that is named counts, the text's before the code's; without one it is the
  /// tenant's, if the call named one, and else the account's.
  ///
  /// @param code of an error, or the status of a bulk entry
  static Optional<SendOutcome> read(String code, String text, boolean ofTenant) {
    String codeWords = words(code.replaceAll("(?<=[a-z])(?=[A-Z])", " "));
    String textWords = words(text);
    return SAID.matcher(codeWords).find() || SAID.matcher(textWords).find()
        ? Optional.of(paused(textWords + " " + codeWords, ofTenant))
        : Optional.empty();
  }

  private static SendOutcome paused(String words, boolean ofTenant) {
    Matcher scope = SCOPE.matcher(words);
    String named = scope.find() ? scope.group() : "tenant";
    if (named.equals("configuration set")) {
      return new SendOutcome.Stopped("CONFIGURATION_SET_PAUSED");
    }
    if (named.equals("tenant") && ofTenant) {
      return new SendOutcome.TenantPaused("TENANT_SENDING_PAUSED");
    }
    return new SendOutcome.Stopped(
        words.contains("account suspended") ? "ACCOUNT_SUSPENDED" : "SENDING_PAUSED");
  }

  /// In lower case, with single spaces, and without names and addresses.
  private static String words(String text) {
    return NAMES
        .matcher(text)
        .replaceAll(" ")
        .replaceAll("[\\s_]+", " ")
        .replace("'s ", " ")
        .toLowerCase(Locale.ROOT)
        .strip();
  }
}
