package dev.postrider.domain;

import java.util.List;

/// What the account may do in the Region.
record AccountCheck(Target target, Fact<AccountFacts> account) {
  private static final String ANSWER_SUPPORT =
      "Answer the case that AWS opened in the Support Center, and lower bounces and complaints";

  List<Finding> findings() {
    return switch (account) {
      case Fact.Known<AccountFacts>(AccountFacts facts) ->
          List.of(production(facts), sending(facts), reputation(facts), suppression(facts));
      case Fact.Absent<AccountFacts> _ -> List.of(unchecked("SES knows no account"));
      case Fact.Unavailable<AccountFacts>(String why) -> List.of(unchecked(why));
    };
  }

  private Finding unchecked(String why) {
    return expect(Point.PRODUCTION_ACCESS, "an account that SES answers for").unchecked(why);
  }

  private Finding production(AccountFacts facts) {
    Expectation expected = expect(Point.PRODUCTION_ACCESS, "production access");
    return facts.production()
        ? expected.pass()
        : expected.warning(
            "the sandbox: 200 messages a day, to verified addresses only",
            "Ask for production access in the SES console, Account dashboard");
  }

  private Finding sending(AccountFacts facts) {
    Expectation expected = expect(Point.SENDING, "sending enabled");
    return facts.sendingEnabled()
        ? expected.pass()
        : expected.failure(
            "sending is switched off",
            target.sesv2("put-account-sending-attributes --sending-enabled"));
  }

  private Finding reputation(AccountFacts facts) {
    Expectation expected = expect(Point.REPUTATION, "HEALTHY");
    return switch (facts.enforcement()) {
      case "HEALTHY" -> expected.pass();
      case "SHUTDOWN" -> expected.failure("SHUTDOWN", ANSWER_SUPPORT);
      default -> expected.warning(facts.enforcement(), ANSWER_SUPPORT);
    };
  }

  private Finding suppression(AccountFacts facts) {
    Expectation expected = expect(Point.SUPPRESSION_LIST, "on for bounces and complaints");
    if (facts.suppressesBounces() && facts.suppressesComplaints()) {
      return expected.pass();
    }
    String missing =
        facts.suppressesBounces()
            ? "off for complaints"
            : facts.suppressesComplaints() ? "off for bounces" : "off";
    return expected.warning(
        missing,
        target.sesv2("put-account-suppression-attributes --suppressed-reasons BOUNCE COMPLAINT"));
  }

  private Expectation expect(Point point, String expected) {
    return new Expectation(point, "account in " + target.region(), expected);
  }
}
