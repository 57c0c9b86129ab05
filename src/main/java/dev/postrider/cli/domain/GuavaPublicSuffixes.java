package dev.postrider.cli.domain;

import com.google.common.net.InternetDomainName;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.mail.PublicSuffixes;

/// The Public Suffix List that Guava carries; it is as old as the Guava release.
public final class GuavaPublicSuffixes implements PublicSuffixes {
  @Override
  public DnsName organizationalDomain(DnsName name) {
    try {
      return new DnsName(InternetDomainName.from(name.text()).topPrivateDomain().toString());
    } catch (IllegalArgumentException | IllegalStateException e) {
      return name;
    }
  }
}
