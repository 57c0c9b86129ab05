package dev.postrider.domain;

import java.util.List;

/// What SES itself says about the identity.
///
/// @param dkimRecords what was found of the records by which SES verifies the domain
record IdentityCheck(Target target, Fact<IdentityFacts> identity, List<Finding> dkimRecords) {
  private static final String WAIT =
      "Nothing is missing: the records are right. Wait; SES looks for them for up to 72 hours from"
          + " the set-up, and mostly finds them within the hour";
  private static final String LOOKS_AGAIN =
      "Nothing is missing: the records are right. Wait; SES asks the DNS again by itself";

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

  private Finding verified(Expectation expected, IdentityFacts facts) {
    if (facts.verified()) {
      return expected.pass("verified");
    }
    return expected.failure(
        "not verified: " + facts.verification(),
        todo(facts.dkim(), facts.verification(), "%s; SES verifies the domain by them"));
  }

  private Finding signing(IdentityFacts.Dkim dkim) {
    Expectation expected = expect(Point.DKIM_SIGNING, "signing on, status SUCCESS");
    if (!dkim.signs()) {
      return expected.failure(
          "signing is switched off",
          target.sesv2(
              "put-email-identity-dkim-attributes --signing-enabled --email-identity %s"
                  .formatted(target.domain())));
    }
    String found = "signing on, status " + dkim.status();
    return switch (dkim.status()) {
      case SUCCESS -> expected.pass();
      case TEMPORARY_FAILURE ->
          expected.warning(
              "%s: SES could not ask the DNS of late, and goes on signing for three days"
                  .formatted(found),
              todo(dkim, dkim.status(), "%s, before SES stops signing"));
      case UNKNOWN -> expected.unchecked(found);
      case PENDING, FAILED, NOT_STARTED ->
          expected.failure(
              found,
              todo(dkim, dkim.status(), "%s and wait until SES has seen them, up to 72 hours"));
    };
  }

  /// What the owner does next.
  ///
  /// @param publish for records that are not right, with `%s` for what to publish
  private String todo(IdentityFacts.Dkim dkim, SetupStatus status, String publish) {
    if (!recordsAreRight() && Findings.nothingFailed(dkimRecords)) {
      return "The DNS did not answer whether the DKIM records are right: make it answer first";
    }
    if (status == SetupStatus.FAILED) {
      return recordsAreRight()
          ? "The records are right now, but SES looks no more. Start the set-up again: %s"
              .formatted(startAgain(dkim))
          : ("Repair the DKIM records first, then start the set-up again, since SES looks no more:"
                  + " %s")
              .formatted(startAgain(dkim));
    }
    if (recordsAreRight() && status == SetupStatus.PENDING) {
      return WAIT;
    }
    return recordsAreRight() && status == SetupStatus.TEMPORARY_FAILURE
        ? LOOKS_AGAIN
        : publish.formatted(
            dkim.easy()
                ? "Publish the three DKIM CNAMEs"
                : "Publish the public key at %s._domainkey.%s"
                    .formatted(String.join("", dkim.tokens()), target.domain()));
  }

  private boolean recordsAreRight() {
    return !dkimRecords.isEmpty() && dkimRecords.stream().allMatch(f -> f.verdict().works());
  }

  private String startAgain(IdentityFacts.Dkim dkim) {
    return dkim.easy()
        ? "aws ses verify-domain-dkim --domain %s --region %s"
            .formatted(target.domain(), target.region())
        : target.ownKey(String.join("", dkim.tokens()));
  }

  private Expectation expect(Point point, String expected) {
    return new Expectation(point, "SES identity " + target.domain(), expected);
  }
}
