package dev.postrider.domain;

import java.util.List;

/// What the account may do in the Region.
record AccountCheck(Target target, Fact<AccountFacts> account) {

  List<Finding> findings() {
    return switch (account) {
      case Fact.Known<AccountFacts>(AccountFacts facts) ->
          List.of(production(facts), sending(facts), reputation(facts), suppression(facts));
      case Fact.Absent<AccountFacts> _ -> List.of(unchecked("SES knows no account"));
      case Fact.Unavailable<AccountFacts>(String why) -> List.of(unchecked(why));
    };
  }

  private Finding unchecked(String why) {
    return Finding.unchecked(
        Point.PRODUCTION_ACCESS, subject(), why, "an account that SES answers for");
  }

  private Finding production(AccountFacts facts) {
    String expected = "production access";
    return facts.production()
        ? Finding.pass(Point.PRODUCTION_ACCESS, subject(), expected, expected)
        : Finding.warning(
            Point.PRODUCTION_ACCESS,
            subject(),
            "the sandbox: 200 messages a day, to verified addresses only",
            expected,
            "Ask for production access in the SES console, Account dashboard");
  }

  private Finding sending(AccountFacts facts) {
    String expected = "sending enabled";
    return facts.sendingEnabled()
        ? Finding.pass(Point.SENDING, subject(), expected, expected)
        : Finding.failure(
            Point.SENDING,
            subject(),
            "sending is switched off",
            expected,
            "aws sesv2 put-account-sending-attributes --sending-enabled");
  }

  private Finding reputation(AccountFacts facts) {
    String expected = "HEALTHY";
    String found = facts.enforcement();
    return switch (found) {
      case "HEALTHY" -> Finding.pass(Point.REPUTATION, subject(), found, expected);
      case "SHUTDOWN" ->
          Finding.failure(Point.REPUTATION, subject(), found, expected, answerSupport());
      default -> Finding.warning(Point.REPUTATION, subject(), found, expected, answerSupport());
    };
  }

  private static String answerSupport() {
    return "Answer the case that AWS opened in the Support Center, and lower bounces and complaints";
  }

  private Finding suppression(AccountFacts facts) {
    String expected = "on for bounces and complaints";
    if (facts.suppressesBounces() && facts.suppressesComplaints()) {
      return Finding.pass(Point.SUPPRESSION_LIST, subject(), expected, expected);
    }
    String missing =
        facts.suppressesBounces()
            ? "off for complaints"
            : facts.suppressesComplaints() ? "off for bounces" : "off";
    return Finding.warning(
        Point.SUPPRESSION_LIST,
        subject(),
        missing,
        expected,
        "aws sesv2 put-account-suppression-attributes --suppressed-reasons BOUNCE COMPLAINT");
  }

  private String subject() {
    return "account in " + target.region();
  }
}
