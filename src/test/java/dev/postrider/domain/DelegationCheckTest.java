package dev.postrider.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.NameServers;
import dev.postrider.domain.dns.NameServers.Question;
import dev.postrider.domain.dns.NameServers.ServerAnswer;
import dev.postrider.domain.dns.NameServers.ZoneAnswers;
import dev.postrider.domain.dns.RecordType;
import dev.postrider.domain.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DelegationCheckTest {
  private static final DnsName ZONE = new DnsName("example.com");
  private static final Finding MX =
      finding(Point.MAIL_FROM_MX, "mail.example.com", Verdict.FAILURE);
  private static final Finding DMARC = finding(Point.DMARC, "_dmarc.example.com", Verdict.FAILURE);
  private static final Finding SPF =
      finding(Point.MAIL_FROM_SPF, "mail.example.com", Verdict.FAILURE);

  private final FixedDns dns = new FixedDns().with("example.com", RecordType.A, "192.0.2.1");
  private final List<Question> asked = new ArrayList<>();

  @Test
  void onlyPointsThatAreNotOkAreAskedFor() {
    Finding good = finding(Point.DMARC, "_dmarc.example.com", Verdict.PASS);
    Finding weak = finding(Point.MAIL_FROM_SPF, "mail.example.com", Verdict.WARNING);
    Finding lost = finding(Point.MAIL_FROM_MX, "mail.example.com", Verdict.UNCHECKED);

    assertThat(check(false, List.of(good, weak), _ -> List.of())).isEmpty();
    assertThat(asked).isEmpty();

    check(false, List.of(good, weak, lost), _ -> List.of(says("ns1")));
    assertThat(asked).containsExactly(new Question(new DnsName("mail.example.com"), RecordType.MX));
  }

  @Test
  void everyPointIsAskedForWhenTheServersThemselvesAreToBeChecked() {
    Finding good = finding(Point.DMARC, "_dmarc.example.com", Verdict.PASS);
    dns.with("_dmarc.example.com", RecordType.TXT, "v=DMARC1; p=none");

    assertThat(check(true, List.of(good), _ -> List.of(says("ns1", "v=DMARC1; p=none"))))
        .extracting(finding -> finding.found().toString())
        .containsExactly("served by ns1.example.net (192.0.2.53), which agree");
  }

  @Test
  void serversThatDisagreeAreEachNamed() {
    Finding finding =
        single(List.of(DMARC), _ -> List.of(says("ns1", "v=DMARC1; p=none"), says("ns2")));

    assertThat(finding.verdict()).isEqualTo(Verdict.FAILURE);
    assertThat(finding.found().toString())
        .isEqualTo(
            "the name servers disagree on TXT _dmarc.example.com: ns1.example.net (192.0.2.53):"
                + " v=DMARC1; p=none; ns2.example.net (192.0.2.53): no record");
  }

  @Test
  void aNameThatDoesNotExistAndOneWithoutRecordsAreNoDisagreement() {
    ServerAnswer missing =
        new ServerAnswer.Answered("ns2.example.net (192.0.2.53)", new DnsAnswer.Nothing(false));

    assertThat(single(List.of(DMARC), _ -> List.of(says("ns1"), missing)).verdict())
        .isEqualTo(Verdict.PASS);
  }

  @Test
  void aServerThatIsNotReachedLeavesThePointUnchecked() {
    Finding finding =
        single(
            List.of(DMARC),
            _ ->
                List.of(says("ns1"), new ServerAnswer.Unreachable("ns2.example.net (192.0.2.54)")));

    assertThat(finding.verdict()).isEqualTo(Verdict.UNCHECKED);
    assertThat(finding.found().toString()).isEqualTo("ns2.example.net (192.0.2.54): not reached");
  }

  @Test
  void serversThatDoNotServeTheZoneAreAFailureOfTheDelegation() {
    Finding finding =
        single(
            List.of(DMARC),
            _ -> List.of(new ServerAnswer.NotServing("ns1.example.net (192.0.2.53)", "REFUSED")));

    assertThat(finding.verdict()).isEqualTo(Verdict.FAILURE);
    assertThat(finding.found().toString())
        .isEqualTo(
            "the zone is delegated to servers that do not serve it: ns1.example.net (192.0.2.53):"
                + " REFUSED");
    assertThat(finding.action().toString())
        .startsWith("Name at the registrar of example.com the servers of");
  }

  @Test
  void aDomainThatDoesNotExistIsToldFromOneWhoseServersWereNotFound() {
    DnsName gone = new DnsName("gone.example");
    Finding dmarc = finding(Point.DOMAIN_SPF, "gone.example", Verdict.UNCHECKED);
    NameServers none = questions -> answers(questions, gone, _ -> List.of());

    Finding missing =
        new DelegationCheck(new Findings(List.of(dmarc)), false, dns, none).findings().getFirst();
    assertThat(missing.verdict()).isEqualTo(Verdict.FAILURE);
    assertThat(missing.found().toString()).startsWith("the domain does not exist in the DNS");

    dns.lose("gone.example", RecordType.TXT);
    Finding lost =
        new DelegationCheck(new Findings(List.of(dmarc)), false, dns, none).findings().getFirst();
    assertThat(lost.verdict()).isEqualTo(Verdict.UNCHECKED);
    assertThat(lost.found().toString()).isEqualTo("found no name server of gone.example");
  }

  @Test
  void anOlderAnswerOfTheResolverIsTold() {
    Finding finding = single(List.of(DMARC), _ -> List.of(says("ns1", "v=DMARC1; p=none")));

    assertThat(finding.verdict()).isEqualTo(Verdict.WARNING);
    assertThat(finding.found().toString())
        .startsWith("the resolver still has an older answer to TXT _dmarc.example.com");
  }

  @Test
  void aResolverThatDoesNotAnswerHasNoOlderAnswer() {
    dns.lose("_dmarc.example.com", RecordType.TXT);

    assertThat(single(List.of(DMARC), _ -> List.of(says("ns1", "v=DMARC1; p=none"))).verdict())
        .isEqualTo(Verdict.PASS);
  }

  @Test
  void noneOfTheRecordsInTheZoneThatTheWorldSeesIsAnotherZone() {
    Finding finding = single(List.of(MX, SPF, DMARC), _ -> List.of(says("ns1"), says("ns2")));

    assertThat(finding.verdict()).isEqualTo(Verdict.WARNING);
    assertThat(finding.found().toString())
        .isEqualTo(
            "none of the 3 records is in the zone that the world sees, served by ns1.example.net"
                + " (192.0.2.53), ns2.example.net (192.0.2.53)");
    assertThat(single(List.of(MX, SPF), _ -> List.of(says("ns1"))).verdict())
        .isEqualTo(Verdict.PASS);
  }

  private Finding single(List<Finding> soFar, Function<Question, List<ServerAnswer>> servers) {
    List<Finding> findings = check(false, soFar, servers);
    assertThat(findings).hasSize(1);
    assertThat(findings.getFirst().point()).isEqualTo(Point.DELEGATION);
    return findings.getFirst();
  }

  private List<Finding> check(
      boolean every, List<Finding> soFar, Function<Question, List<ServerAnswer>> servers) {
    NameServers nameServers =
        questions -> {
          asked.addAll(questions);
          return answers(questions, ZONE, servers);
        };
    return new DelegationCheck(new Findings(soFar), every, dns, nameServers).findings();
  }

  private static Map<Question, ZoneAnswers> answers(
      Set<Question> questions, DnsName zone, Function<Question, List<ServerAnswer>> servers) {
    return questions.stream()
        .collect(Collectors.toMap(q -> q, q -> new ZoneAnswers(zone, servers.apply(q))));
  }

  private static ServerAnswer says(String host, String... values) {
    return new ServerAnswer.Answered(
        host + ".example.net (192.0.2.53)",
        values.length == 0 ? new DnsAnswer.Nothing() : new DnsAnswer.Found(List.of(values)));
  }

  private static Finding finding(Point point, String subject, Verdict verdict) {
    return new Finding(
        point,
        subject,
        verdict,
        Text.verbatim("found"),
        Text.verbatim("expected"),
        Text.verbatim("action"));
  }
}
