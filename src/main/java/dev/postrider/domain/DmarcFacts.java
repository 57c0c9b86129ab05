package dev.postrider.domain;

import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.mail.DmarcRecord;
import dev.postrider.domain.mail.Policy;

/// The DMARC record that receivers apply to mail from a domain.
///
/// @param name where it stands
/// @param inherited it is that of the organisational domain, so `sp` holds
public record DmarcFacts(DnsName name, DmarcRecord record, boolean inherited) {

  /// The policy for the domain.
  public Policy policy() {
    return inherited ? record.subdomainPolicy() : record.policy();
  }
}
