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
}
