package dev.postrider.cli.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SlowAnswersTest {
  private static final DnsName NAME = new DnsName("_dmarc.example.com");

  @Test
  @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void whatIsWaitedForIsToldWhileItIsWaitedFor() {
    CountDownLatch told = new CountDownLatch(1);
    List<String> lines = new ArrayList<>();
    SlowAnswers dns =
        new SlowAnswers(
            (_, _) -> answerAfter(told),
            Duration.ZERO,
            line -> {
              lines.add(line.toString());
              told.countDown();
            });

    assertThat(dns.ask(NAME, RecordType.TXT)).isEqualTo(new DnsAnswer.Nothing());
    assertThat(lines).containsExactly("waiting for the DNS: TXT _dmarc.example.com");
  }

  @Test
  void aQuickAnswerIsNotToldOf() {
    List<String> lines = new ArrayList<>();

    new SlowAnswers(
            (_, _) -> new DnsAnswer.Nothing(),
            Duration.ofHours(1),
            line -> lines.add(line.toString()))
        .ask(NAME, RecordType.TXT);
    assertThat(lines).isEmpty();
  }

  private static DnsAnswer answerAfter(CountDownLatch latch) {
    try {
      latch.await();
      return new DnsAnswer.Nothing();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
