package dev.postrider.aws;

import dev.postrider.dispatch.Delivery;
import dev.postrider.dispatch.EmailSender;
import dev.postrider.dispatch.SendOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.SendBulkEmailResponse;
import software.amazon.awssdk.services.sesv2.model.SendEmailResponse;

/// Sends through SES v2. The client must repeat nothing by itself ([AwsClients#sesForSending]).
public final class SesSender implements EmailSender {
  private final SesV2Client client;
  private final SesRequests requests;

  /// @param configurationSet the set that every send names, so that its events come back
  public SesSender(SesV2Client client, String configurationSet) {
    this.client = client;
    this.requests = new SesRequests(configurationSet);
  }

  @Override
  public List<SendOutcome> send(List<Delivery> units) {
    try {
      return units.size() == 1 ? List.of(single(units.getFirst())) : bulk(units);
    } catch (SdkException e) {
      SendOutcome outcome = SesAnswers.failed(e, hasTenant(units));
      return units.stream().map(unit -> outcome).toList();
    }
  }

  private static boolean hasTenant(List<Delivery> units) {
    return units.getFirst().email().tenant() != null;
  }

  private SendOutcome single(Delivery unit) {
    SendEmailResponse response = client.sendEmail(requests.single(unit));
    return response.messageId() == null
        ? new SendOutcome.Unknown("NO_MESSAGE_ID")
        : new SendOutcome.Accepted(response.messageId());
  }

  /// HTTP 200 says nothing of the entries: each has a status of its own.
  private List<SendOutcome> bulk(List<Delivery> units) {
    SendBulkEmailResponse response = client.sendBulkEmail(requests.bulk(units));
    String requestId = Objects.requireNonNullElse(response.responseMetadata().requestId(), "");
    List<SendOutcome> outcomes = new ArrayList<>();
    for (int i = 0; i < units.size(); i++) {
      outcomes.add(
          response.bulkEmailEntryResults().size() == units.size()
              ? SesAnswers.entry(
                  response.bulkEmailEntryResults().get(i), requestId, hasTenant(units))
              : new SendOutcome.Unknown("ENTRIES_MISSING"));
    }
    return outcomes;
  }
}
