package dev.postrider.domain;

import dev.postrider.domain.dns.DnsName;

/// What is checked.
///
/// @param domain of the SES identity
/// @param from the domain of the From header; the same, or one below it
/// @param region of SES
public record Target(DnsName domain, DnsName from, String region) {

  /// Where bounces come to in this Region.
  public DnsName feedbackHost() {
    return new DnsName("feedback-smtp." + region + ".amazonses.com");
  }

  /// A command of the AWS CLI for SES in this Region.
  ///
  /// @param operation with its options
  String sesv2(String operation) {
    return "aws sesv2 %s --region %s".formatted(operation, region);
  }

  /// The command that gives SES a private key of one's own.
  String ownKey(String selector) {
    return sesv2(
        ("put-email-identity-dkim-signing-attributes --email-identity %s"
                + " --signing-attributes-origin EXTERNAL --signing-attributes"
                + " DomainSigningSelector=%s,DomainSigningPrivateKey=BASE64")
            .formatted(domain, selector));
  }

  /// The command that sets the MAIL FROM domain, or makes SES look for its records again.
  String mailFrom(DnsName name) {
    return sesv2(
        "put-email-identity-mail-from-attributes --email-identity %s --mail-from-domain %s"
            .formatted(domain, name));
  }
}
