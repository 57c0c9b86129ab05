package dev.postrider.aws;

import dev.postrider.dispatch.Batch;
import dev.postrider.dispatch.Delivery;
import dev.postrider.dispatch.Received;
import dev.postrider.email.Address;
import dev.postrider.email.Decoded;
import dev.postrider.email.Defaults;
import dev.postrider.email.Email;
import dev.postrider.email.EmailDecoder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Units of mail for the senders' tests.
final class TestMail {
  private static final EmailDecoder DECODER =
      new EmailDecoder(new Defaults(Address.parse("Shop <shop@example.com>")));

  private static final Received RECORD =
      new Received("m-1", "", null, Instant.EPOCH, 1, Received.Carried.NOTHING);

  private TestMail() {}

  static List<Delivery> units(String body) {
    return switch (DECODER.decode(body, "none")) {
      case Decoded.WellFormed(Email email) ->
          email.units().stream()
              .map(unit -> new Delivery(RECORD, Batch.Lane.MAIL, email, unit))
              .toList();
      case Decoded.Malformed malformed -> throw new AssertionError(malformed.reason());
    };
  }

  static Delivery plain(String id) {
    return units(
            "{\"id\":\"%s\",\"to\":\"%s@example.com\",\"subject\":\"Hi\",\"text\":\"Hello\"}"
                .formatted(id, id))
        .getFirst();
  }

  /// A unit that was claimed once and offered to SES.
  static Delivery offered(Delivery unit, Received record, boolean resend, Duration sesLatency) {
    return new Delivery(
        record,
        unit.lane(),
        unit.email(),
        unit.unit(),
        unit.mailed(),
        "token",
        1,
        resend,
        false,
        false,
        sesLatency);
  }
}
