package dev.postrider.domain;

import java.util.List;

/// What SES itself says about the identity.
record IdentityCheck(Target target, Fact<IdentityFacts> identity) {
  private static final String EXPECTED = "an identity that SES verified";

  List<Finding> findings() {
    return switch (identity) {
      case Fact.Known<IdentityFacts>(IdentityFacts facts) ->
          List.of(verified(facts), signing(facts.dkim()));
      case Fact.Absent<IdentityFacts> _ -> List.of(absent());
      case Fact.Unavailable<IdentityFacts>(String why) ->
          List.of(Finding.unchecked(Point.IDENTITY, subject(), why, EXPECTED));
    };
  }

  private Finding absent() {
    return Finding.failure(
        Point.IDENTITY,
        subject(),
        "SES has no identity " + target.domain() + " in " + target.region(),
        EXPECTED,
        "Deploy the stack with the domain as its parameter, or name the Region that has it");
  }

  private Finding verified(IdentityFacts facts) {
    return facts.verified()
        ? Finding.pass(Point.IDENTITY, subject(), "verified", EXPECTED)
        : Finding.failure(
            Point.IDENTITY,
            subject(),
            "not verified: " + facts.verification(),
            EXPECTED,
            "Publish the three DKIM CNAMEs; SES verifies the domain by them");
  }

  private Finding signing(IdentityFacts.Dkim dkim) {
    String expected = "signing on, status SUCCESS";
    if (!dkim.signs()) {
      return Finding.failure(
          Point.DKIM_SIGNING,
          subject(),
          "signing is switched off",
          expected,
          "aws sesv2 put-email-identity-dkim-attributes --signing-enabled --email-identity "
              + target.domain());
    }
    return dkim.status() == SetupStatus.SUCCESS
        ? Finding.pass(Point.DKIM_SIGNING, subject(), "signing on, status SUCCESS", expected)
        : Finding.failure(
            Point.DKIM_SIGNING,
            subject(),
            "signing on, status " + dkim.status(),
            expected,
            "Publish the three DKIM CNAMEs and wait until SES has seen them, up to 72 hours");
  }

  private String subject() {
    return "SES identity " + target.domain();
  }
}
