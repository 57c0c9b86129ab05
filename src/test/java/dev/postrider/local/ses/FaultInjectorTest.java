package dev.postrider.local.ses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sesv2.model.AccountSuspendedException;
import software.amazon.awssdk.services.sesv2.model.SesV2Exception;
import software.amazon.awssdk.services.sesv2.model.TooManyRequestsException;

/// What goes wrong on request.
class FaultInjectorTest extends SesServerCase {

  @Test
  void aDroppedConnectionIsAnOpenQuestionToTheClientAndClearToTheCounters() {
    ses.faults().next(1, new Fault.AcceptThenDrop(), "SendEmail");
    ses.faults().next(1, new Fault.CloseAfterReading());
    ses.faults().next(1, new Fault.DropBeforeReading());
    for (int accepted : new int[] {1, 1, 1}) {
      assertThatThrownBy(() -> client.sendEmail(mail("a@b.org")))
          .isInstanceOf(SdkClientException.class);
      assertThat(ses.counters().acceptedMessages()).isEqualTo(accepted);
    }
    client.sendEmail(mail("a@b.org"));
    assertThat(ses.counters().requests("SendEmail")).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504})
  void aServerErrorCanComeBeforeAndAfterTheMailIsAccepted(int status) {
    ses.faults().next(1, new Fault.Refuse(status, "InternalServiceErrorException", "broken"));
    ses.faults()
        .next(1, new Fault.AcceptThenRefuse(status, "InternalServiceErrorException", "broken"));
    for (int accepted : new int[] {0, 1}) {
      assertRefused(SesV2Exception.class, mail("a@b.org"))
          .satisfies(e -> assertThat(e.statusCode()).isEqualTo(status));
      assertThat(ses.counters().acceptedMessages()).isEqualTo(accepted);
    }
  }

  @Test
  void eventsCanBeLostDoubledAndReversed() {
    ses.faults().next(1, new Fault.DropEvent(), "Send");
    ses.faults().next(1, new Fault.DoubleEvent(), "Delivery");
    client.sendEmail(mail("a@b.org"));
    assertThat(eventTypes()).containsExactly("Delivery", "Delivery");

    events.clear();
    ses.faults().next(1, new Fault.ReverseEvents());
    client.sendEmail(mail("a@b.org"));
    assertThat(eventTypes()).containsExactly("Delivery", "Send");
  }

  @Test
  void faultsAtRandomAreTheSameForTheSameSeed() {
    ses.account().maxSendRate(1_000);
    List<Boolean> first = refusals();
    List<Boolean> second = refusals();
    assertThat(first).isEqualTo(second).contains(true, false);
  }

  private List<Boolean> refusals() {
    ses.faults().clear();
    ses.faults().randomly(0.5, 42, new Fault.Refuse(503, "ServiceUnavailable", "busy"));
    return IntStream.range(0, 20).mapToObj(_ -> isRefused()).toList();
  }

  private boolean isRefused() {
    try {
      client.sendEmail(mail("a@b.org"));
      return false;
    } catch (SesV2Exception e) {
      return true;
    }
  }

  @Test
  void faultsAndTheAccountCanBeChangedOverHttp() {
    assertThat(
            post("/admin/faults", "{\"kind\":\"throttle\",\"targets\":[\"SendEmail\"]}")
                .statusCode())
        .isEqualTo(204);
    assertRefused(TooManyRequestsException.class, mail("a@b.org"));
    assertThat(post("/admin/faults", "{\"kind\":\"meteor\"}").statusCode()).isEqualTo(400);

    assertThat(post("/admin/account", "{\"suspended\":true}").statusCode()).isEqualTo(204);
    assertRefused(AccountSuspendedException.class, mail("a@b.org"));
    assertThat(post("/admin/account", "{\"suspendet\":true}").statusCode()).isEqualTo(400);
    assertThat(get("/admin/counters")).contains("\"SendEmail\" : 2");
  }
}
