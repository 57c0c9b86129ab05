package dev.postrider.aws;

import dev.postrider.dispatch.Delivery;
import dev.postrider.dispatch.EmailSender;
import dev.postrider.dispatch.SendOutcome;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.BulkEmailEntryResult;
import software.amazon.awssdk.services.sesv2.model.SendBulkEmailResponse;

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
      SendOutcome outcome = SesAnswers.failed(e, SesAnswers.Call.of(units));
      return Collections.nCopies(units.size(), outcome);
    }
  }

  private SendOutcome single(Delivery unit) {
    return SesAnswers.accepted(client.sendEmail(requests.single(unit)).messageId());
  }

  /// HTTP 200 says nothing of the entries: each has a status of its own.
  private List<SendOutcome> bulk(List<Delivery> units) {
    SendBulkEmailResponse response = client.sendBulkEmail(requests.bulk(units));
    String requestId = Objects.requireNonNullElse(response.responseMetadata().requestId(), "");
    List<BulkEmailEntryResult> entries = response.bulkEmailEntryResults();
    if (entries.size() != units.size()) {
      return Collections.nCopies(units.size(), new SendOutcome.Unknown("ENTRIES_MISSING"));
    }
    return IntStream.range(0, entries.size())
        .mapToObj(
            i ->
                SesAnswers.entry(
                    entries.get(i), requestId, SesAnswers.Call.of(List.of(units.get(i)))))
        .toList();
  }
}
