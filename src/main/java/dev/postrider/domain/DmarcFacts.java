package dev.postrider.domain;

import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.mail.DmarcRecord;
import dev.postrider.domain.mail.Policy;
import dev.postrider.domain.text.Text;
import org.jspecify.annotations.Nullable;

/// The DMARC record that receivers apply to mail from a domain.
///
/// @param name where receivers look
/// @param inherited it is that of the organisational domain, so `sp` holds
/// @param nonexistent it is inherited, and the From domain does not exist, so `np` holds
/// @param alias where the record stands, when a CNAME at `name` leads there; null when it stands at
///     `name`
public record DmarcFacts(
    DnsName name,
    DmarcRecord record,
    boolean inherited,
    boolean nonexistent,
    @Nullable DnsName alias) {

  /// A record at the name itself, for a domain that exists.
  DmarcFacts(DnsName name, DmarcRecord record, boolean inherited) {
    this(name, record, inherited, false, null);
  }

  /// The policy for the domain.
  public Policy policy() {
    if (nonexistent) {
      return record.nonexistentPolicy();
    }
    return inherited ? record.subdomainPolicy() : record.policy();
  }

  /// The tag that the policy comes from: `p`, `sp` or `np`.
  public String policyTag() {
    if (nonexistent && record.tags().get("np").isPresent()) {
      return "np";
    }
    return inherited && record.tags().get("sp").isPresent() ? "sp" : "p";
  }

  /// The tag that changes the policy for the domain and, as far as it can, for no other.
  String tagToChange() {
    String tag = policyTag();
    return inherited && tag.equals("p") ? "sp" : tag;
  }

  /// The domain that the record speaks for.
  DnsName domain() {
    return new DnsName(name.text().substring("_dmarc.".length()));
  }

  /// Where the owner changes the record.
  Text place() {
    return Alias.place(name, alias);
  }
}
