package dev.postrider.domain;

import java.util.List;

/// What SES itself says about the identity.
record IdentityCheck(Target target, Fact<IdentityFacts> identity) {

  List<Finding> findings() {
    Expectation expected = expect(Point.IDENTITY, "an identity that SES verified");
    return switch (identity) {
      case Fact.Known<IdentityFacts>(IdentityFacts facts) ->
          List.of(verified(expected, facts), signing(facts.dkim()));
      case Fact.Absent<IdentityFacts> _ ->
          List.of(
              expected.failure(
                  "SES has no identity " + target.domain() + " in " + target.region(),
                  "Deploy the stack with the domain as its parameter, or name the Region that has"
                      + " it"));
      case Fact.Unavailable<IdentityFacts>(String why) -> List.of(expected.unchecked(why));
    };
  }

  private static Finding verified(Expectation expected, IdentityFacts facts) {
    return facts.verified()
        ? expected.pass("verified")
        : expected.failure(
            "not verified: " + facts.verification(),
            "Publish the three DKIM CNAMEs; SES verifies the domain by them");
  }

  private Finding signing(IdentityFacts.Dkim dkim) {
    Expectation expected = expect(Point.DKIM_SIGNING, "signing on, status SUCCESS");
    if (!dkim.signs()) {
      return expected.failure(
          "signing is switched off",
          "aws sesv2 put-email-identity-dkim-attributes --signing-enabled --email-identity "
              + target.domain());
    }
    return dkim.status() == SetupStatus.SUCCESS
        ? expected.pass()
        : expected.failure(
            "signing on, status " + dkim.status(),
            "Publish the three DKIM CNAMEs and wait until SES has seen them, up to 72 hours");
  }

  private Expectation expect(Point point, String expected) {
    return new Expectation(point, "SES identity " + target.domain(), expected);
  }
}
