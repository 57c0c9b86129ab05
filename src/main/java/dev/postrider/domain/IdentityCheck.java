package dev.postrider.domain;

import dev.postrider.domain.text.Text;
import java.util.List;
import java.util.function.UnaryOperator;

/// What SES itself says about the identity.
///
/// @param dkimRecords what was found of the records by which SES verifies the domain
record IdentityCheck(Target target, Fact<IdentityFacts> identity, List<Finding> dkimRecords) {
  private static final Text WAIT =
      Text.of(
          "Nothing is missing: the records are right. Wait; SES looks for them for up "
              + "to 72 hours from the set-up, and mostly finds them within the hour");
  private static final Text LOOKS_AGAIN =
      Text.of(
          "Nothing is missing: the records are right. Wait; SES asks the DNS again by " + "itself");

  List<Finding> findings() {
    Expectation expected = expect(Point.IDENTITY, Text.of("an identity that SES verified"));
    return switch (identity) {
      case Fact.Known<IdentityFacts>(IdentityFacts facts) ->
          List.of(verified(expected, facts), signing(facts.dkim()));
      case Fact.Absent<IdentityFacts> _ ->
          List.of(
              expected.failure(
                  Text.of("SES has no identity %s in %s", target.domain(), target.region()),
                  Text.of(
                      "Deploy the stack with the domain as its parameter, or name the Region that "
                          + "has it")));
      case Fact.Unavailable<IdentityFacts>(String why) ->
          List.of(expected.unchecked(Text.verbatim(why)));
    };
  }

  private Finding verified(Expectation expected, IdentityFacts facts) {
    if (facts.verified()) {
      return expected.pass(Text.of("verified"));
    }
    return expected.failure(
        Text.of("not verified: %s", facts.verification()),
        todo(
            facts.dkim(),
            facts.verification(),
            what -> Text.of("%s; SES verifies the domain by them", what)));
  }

  private Finding signing(IdentityFacts.Dkim dkim) {
    Expectation expected = expect(Point.DKIM_SIGNING, Text.of("signing on, status SUCCESS"));
    if (!dkim.signs()) {
      return expected.failure(
          Text.of("signing is switched off"),
          Text.verbatim(
              target.sesv2(
                  "put-email-identity-dkim-attributes --signing-enabled --email-identity %s"
                      .formatted(target.domain()))));
    }
    Text found = Text.of("signing on, status %s", dkim.status());
    return switch (dkim.status()) {
      case SUCCESS -> expected.pass();
      case TEMPORARY_FAILURE ->
          expected.warning(
              Text.of(
                  "%s: SES could not ask the DNS of late, and goes on signing for three days",
                  found),
              todo(dkim, dkim.status(), what -> Text.of("%s, before SES stops signing", what)));
      case UNKNOWN -> expected.unchecked(found);
      case PENDING, FAILED, NOT_STARTED ->
          expected.failure(
              found,
              todo(
                  dkim,
                  dkim.status(),
                  what -> Text.of("%s and wait until SES has seen them, up to 72 hours", what)));
    };
  }

  /// What the owner does next.
  ///
  /// @param publish for records that are not right, of what to publish
  private Text todo(IdentityFacts.Dkim dkim, SetupStatus status, UnaryOperator<Text> publish) {
    if (!recordsAreRight() && Findings.nothingFailed(dkimRecords)) {
      return Text.of(
          "The DNS did not answer whether the DKIM records are right: make it answer first");
    }
    if (status == SetupStatus.FAILED) {
      return recordsAreRight()
          ? Text.of(
              "The records are right now, but SES looks no more. Start the set-up again: %s",
              startAgain(dkim))
          : Text.of(
              "Repair the DKIM records first, then start the set-up again, since SES looks "
                  + "no more: %s",
              startAgain(dkim));
    }
    if (recordsAreRight() && status == SetupStatus.PENDING) {
      return WAIT;
    }
    return recordsAreRight() && status == SetupStatus.TEMPORARY_FAILURE
        ? LOOKS_AGAIN
        : publish.apply(
            dkim.easy()
                ? Text.of("Publish the three DKIM CNAMEs")
                : Text.of(
                    "Publish the public key at %s._domainkey.%s",
                    String.join("", dkim.tokens()), target.domain()));
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

  private Expectation expect(Point point, Text expected) {
    return new Expectation(point, "SES identity " + target.domain(), expected);
  }
}
