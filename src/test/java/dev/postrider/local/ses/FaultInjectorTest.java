package dev.postrider.local.ses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /admin/faults  | {"kind":"meteor"}                          | unknown kind of fault "meteor", allowed is throttle, refuse, accept-then-refuse,
          /admin/faults  | {"kind":"throttle","count":"five"}         | count: found "five", allowed is a whole number from 1 to 2147483647
          /admin/faults  | {"kind":"throttle","cuont":5}              | unknown field "cuont", allowed is count, kind, targets
          /admin/faults  | {"kind":"throttle","targets":["SendMail"]} | unknown target "SendMail", allowed is CreateEmailTemplate,
          /admin/faults  | {"kind":"throttle","targets":"SendEmail"}  | targets: found "SendEmail", allowed is a list of texts
          /admin/faults  | {"kind":"throttle","probability":2}        | probability: found 2, allowed is a number from 0 to 1
          /admin/faults  | {"kind":"delay-event","delay":"soon"}      | delay: found "soon", allowed is an ISO-8601 duration such as PT2S
          /admin/faults  | {"kind":"refuse","status":20}              | status: found 20, allowed is a number from 400 to 599
          /admin/faults  | []                                         | the body must be a JSON object
          /admin/account | {"suspended":"yes"}                        | suspended: found "yes", allowed is true or false
          /admin/account | {"maxSendRate":"fast"}                     | maxSendRate: found "fast", allowed is a number from 0.1 to
          /admin/account | {"pauseForm":"LOUD"}                       | pauseForm: found "LOUD", allowed is SENDING_PAUSED, MESSAGE_REJECTED, ACCESS_DENIED
          /admin/account | {"suspendet":true}                         | unknown field "suspendet", allowed is sendingEnabled,
          /admin/faults  | {"kind":"throttle","delay":"PT2S"}         | unknown field "delay", allowed is count, kind, targets
          /admin/faults  | {"kind":"throttle","seed":7}               | unknown field "seed", allowed is count, kind, targets
          /admin/faults  | {"kind":"throttle","count":2,"probability":0.5} | unknown field "count", allowed is kind, probability, seed, targets
          /admin/faults  | {"kind":"drop-event","targets":["SendEmail"]} | unknown target "SendEmail", allowed is Send, Delivery, Bounce,
          /admin/faults  | {"kind":"entry-status","targets":["SendEmail"]} | unknown target "SendEmail", allowed is SendBulkEmail
          /admin/faults  | {"kind":"drop-event","targets":["Send","Send"]} | targets: found ["Send","Send"], allowed is each text once
          /admin/account | {"dkimStatus":"BROKEN"}                    | dkimStatus: found "BROKEN", allowed is FAILED, NOT_STARTED, PENDING, SUCCESS, TEMPORARY_FAILURE
          /admin/account | {"maxSendRate":0}                          | maxSendRate: found 0, allowed is a number from 0.1 to 1000000000
          /admin/account | {"tenants":["a b"]}                        | TenantName must be 1 to 64 of the characters
          /admin/account | {"pausedTenants":["acne"]}                 | pausedTenants: found ["acne"], allowed is nothing yet
          /admin/account | {"tenants":["acme"],"pausedTenants":["acne"]} | pausedTenants: found ["acne"], allowed is acme
          /admin/events  | {}                                         | notificationType: found nothing, allowed is a type of SES's events, such as Bounce
          /admin/events  | {"eventType":"Bounce"}                     | mail: found nothing, allowed is an object, as in the files of events/
          /admin/tenants | {}                                         | TenantName must be 1 to 64 of the characters
          /admin/tenants | {"name":"a b"}                             | TenantName must be 1 to 64 of the characters
          """)
  void aWrongParameterIsAnsweredWithASentence(String path, String body, String sentence) {
    HttpResponse<String> answer = post(path, body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).startsWith(sentence).endsWith("\n").doesNotContain("Exception");
  }

  @Test
  void anEventIsPublishedAsItWasGiven() {
    String event = "{\"eventType\":\"Subscription\",\"mail\":{}}";

    assertThat(post("/admin/events", event).statusCode()).isEqualTo(204);
    assertThat(events).anySatisfy(each -> assertThat(each.toString()).isEqualTo(event));
  }

  @Test
  void aParameterThatNobodyKnowsIsAnsweredWithTheKnownOnes() {
    HttpResponse<String> answer = call("/inbox?limi=5", HttpRequest.Builder::GET);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .isEqualTo("unknown parameter \"limi\", allowed is limit, to, subject, id, wait\n");
  }

  @Test
  void aChangeThatIsPartlyWrongChangesNothing() {
    assertThat(post("/admin/account", "{\"suspended\":true,\"quotaGone\":1}").statusCode())
        .isEqualTo(400);
    client.sendEmail(mail("a@b.org"));
    assertThat(ses.counters().acceptedMessages()).isEqualTo(1);
  }

  @Test
  void whatIsArmedIsListedUntilItHasStruck() {
    post("/admin/faults", "{\"kind\":\"accept-then-drop\",\"targets\":[\"SendEmail\"]}");
    assertThat(get("/admin/faults"))
        .contains("\"kind\" : \"accept-then-drop\"", "\"left\" : 1", "SendEmail");
    assertThatThrownBy(() -> client.sendEmail(mail("a@b.org")))
        .isInstanceOf(SdkClientException.class);
    assertThat(get("/admin/faults")).isEqualTo("[ ]\n");
  }

  @Test
  void aTenantIsMadeBesideTheOthersAndMayUseEverything() {
    assertThat(post("/admin/tenants", "{\"name\":\"acme\"}").statusCode()).isEqualTo(204);
    assertThat(post("/admin/tenants", "{\"name\":\"other\"}").statusCode()).isEqualTo(204);
    client.sendEmail(mail("a@b.org", b -> b.tenantName("acme")));
    assertThat(post("/admin/tenants", "{\"name\":\"acme\"}").body())
        .isEqualTo("Tenant <acme> already exists.\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "0", "-1", "1.5"})
  void aLimitOfTheInboxThatIsNoNumberIsAnsweredWithASentence(String limit) {
    HttpResponse<String> answer = call("/inbox?limit=" + limit, HttpRequest.Builder::GET);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .isEqualTo("limit: found \"" + limit + "\", allowed is a whole number from 1 on\n");
  }
}
