package dev.postrider.domain;

import dev.postrider.domain.text.Text;
import java.util.List;

/// What the account may do in the Region.
record AccountCheck(Target target, Fact<AccountFacts> account) {
  private static final Text ANSWER_SUPPORT =
      Text.of(
          "Answer the case that AWS opened in the Support Center, and lower bounces and"
              + " complaints");

  List<Finding> findings() {
    return switch (account) {
      case Fact.Known<AccountFacts>(AccountFacts facts) ->
          List.of(production(facts), sending(facts), reputation(facts), suppression(facts));
      case Fact.Absent<AccountFacts> _ -> List.of(unchecked(Text.of("SES knows no account")));
      case Fact.Unavailable<AccountFacts>(String why) -> List.of(unchecked(Text.verbatim(why)));
    };
  }

  private Finding unchecked(Text why) {
    return expect(Point.PRODUCTION_ACCESS, Text.of("an account that SES answers for"))
        .unchecked(why);
  }

  private Finding production(AccountFacts facts) {
    Expectation expected = expect(Point.PRODUCTION_ACCESS, Text.of("production access"));
    return facts.production()
        ? expected.pass()
        : expected.warning(
            Text.of("the sandbox: 200 messages a day, to verified addresses only"),
            Text.of("Ask for production access in the SES console, Account dashboard"));
  }

  private Finding sending(AccountFacts facts) {
    Expectation expected = expect(Point.SENDING, Text.of("sending enabled"));
    return facts.sendingEnabled()
        ? expected.pass()
        : expected.failure(
            Text.of("sending is switched off"),
            Text.verbatim(target.sesv2("put-account-sending-attributes --sending-enabled")));
  }

  private Finding reputation(AccountFacts facts) {
    Expectation expected = expect(Point.REPUTATION, Text.verbatim("HEALTHY"));
    return switch (facts.enforcement()) {
      case "HEALTHY" -> expected.pass();
      case "SHUTDOWN" -> expected.failure(Text.verbatim("SHUTDOWN"), ANSWER_SUPPORT);
      default -> expected.warning(Text.verbatim(facts.enforcement()), ANSWER_SUPPORT);
    };
  }

  private Finding suppression(AccountFacts facts) {
    Expectation expected = expect(Point.SUPPRESSION_LIST, Text.of("on for bounces and complaints"));
    if (facts.suppressesBounces() && facts.suppressesComplaints()) {
      return expected.pass();
    }
    Text missing =
        facts.suppressesBounces()
            ? Text.of("off for complaints")
            : facts.suppressesComplaints() ? Text.of("off for bounces") : Text.of("off");
    return expected.warning(
        missing,
        Text.verbatim(
            target.sesv2(
                "put-account-suppression-attributes --suppressed-reasons BOUNCE COMPLAINT")));
  }

  private Expectation expect(Point point, Text expected) {
    return new Expectation(point, "account in " + target.region(), expected);
  }
}
