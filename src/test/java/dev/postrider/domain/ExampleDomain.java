package dev.postrider.domain;

import dev.postrider.cli.domain.DnsjavaDns;
import dev.postrider.cli.domain.GuavaPublicSuffixes;
import dev.postrider.cli.domain.LoopbackDns;
import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsName;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/// `example.com`, set up well in SES and in a real DNS server on loopback, for tests to break.
public final class ExampleDomain implements AutoCloseable {
  /// The Region that sends.
  public static final String REGION = "eu-west-1";

  /// The DKIM tokens of the identity.
  public static final List<String> TOKENS = List.of("tokenone", "tokentwo", "tokenthree");

  /// A public key of 2048 bits, as a TXT record in two strings.
  public static final String KEY_2048 = key(2048);

  private static final DnsName DOMAIN = new DnsName("example.com");

  private final LoopbackDns server;
  private final List<String> lines = new ArrayList<>(goodLines());
  private IdentityFacts identity =
      new IdentityFacts(
          true,
          SetupStatus.SUCCESS,
          new IdentityFacts.Dkim(
              true, SetupStatus.SUCCESS, true, TOKENS, new DnsName("dkim.amazonses.com")),
          new IdentityFacts.MailFrom(new DnsName("mail.example.com"), SetupStatus.SUCCESS, false));
  private AccountFacts account = new AccountFacts(true, true, "HEALTHY", true, true);
  private DnsName from = DOMAIN;

  /// Starts the server.
  public ExampleDomain() throws IOException {
    server = new LoopbackDns();
    String keys =
        TOKENS.stream()
            .map(token -> token + ".dkim 60 IN TXT " + KEY_2048)
            .collect(Collectors.joining("\n"));
    server.zone(
        "amazonses.com", "@ 60 IN TXT \"v=spf1 ip4:199.255.192.0/22 -all\"\n" + keys + "\n");
  }

  /// The good zone, a line a record, names relative to `example.com`.
  public static List<String> goodLines() {
    List<String> good = new ArrayList<>();
    TOKENS.forEach(
        token -> good.add(token + "._domainkey 60 IN CNAME " + token + ".dkim.amazonses.com."));
    good.add("mail 60 IN MX 10 feedback-smtp.eu-west-1.amazonses.com.");
    good.add("mail 60 IN TXT \"v=spf1 include:amazonses.com ~all\"");
    good.add("@ 60 IN MX 10 mx.example.com.");
    good.add("mx 60 IN A 192.0.2.25");
    good.add("_dmarc 60 IN TXT \"v=DMARC1; p=reject; rua=mailto:dmarc@example.com\"");
    return good;
  }

  /// The DNS server, for other zones.
  public LoopbackDns server() {
    return server;
  }

  /// Takes out the lines that begin so.
  public ExampleDomain without(String beginning) {
    if (!lines.removeIf(line -> line.startsWith(beginning))) {
      throw new IllegalArgumentException("no line begins with " + beginning);
    }
    return this;
  }

  /// Adds a line.
  public ExampleDomain with(String line) {
    lines.add(line);
    return this;
  }

  /// A line in place of those that begin so, if there are any.
  public ExampleDomain only(String beginning, String line) {
    lines.removeIf(old -> old.startsWith(beginning));
    return with(line);
  }

  /// The identity with a key of the owner's instead of SES's.
  public IdentityFacts ownKey(boolean verified, SetupStatus status, String selector) {
    return new IdentityFacts(
        verified,
        status,
        new IdentityFacts.Dkim(
            true, status, false, List.of(selector), new DnsName("dkim.amazonses.com")),
        identity.mailFrom());
  }

  /// Another identity.
  public ExampleDomain identity(IdentityFacts facts) {
    identity = facts;
    return this;
  }

  /// The identity as it is now.
  public IdentityFacts identity() {
    return identity;
  }

  /// Another account.
  public ExampleDomain account(AccountFacts facts) {
    account = facts;
    return this;
  }

  /// Another From domain.
  public ExampleDomain from(String name) {
    from = new DnsName(name);
    return this;
  }

  /// Puts the zone on the server.
  public ExampleDomain publish() {
    server.zone("example.com", String.join("\n", lines) + "\n");
    return this;
  }

  /// Publishes the zone and checks it.
  public Findings check() {
    publish();
    return check(
        new Fact.Known<>(identity), new Fact.Known<>(account), DnsjavaDns.at(server.address()));
  }

  /// Checks with other facts.
  public Findings check(Fact<IdentityFacts> id, Fact<AccountFacts> acc, Dns dns) {
    return new DomainCheck(
            new Target(DOMAIN, from, REGION), id, acc, dns, new GuavaPublicSuffixes())
        .report()
        .findings();
  }

  /// A DKIM record's quoted strings with a fresh RSA key.
  public static String key(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      byte[] der = generator.generateKeyPair().getPublic().getEncoded();
      String text = "p=" + Base64.getEncoder().encodeToString(der);
      int half = Math.min(text.length(), 200);
      return '"' + text.substring(0, half) + "\" \"" + text.substring(half) + '"';
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has RSA", e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
