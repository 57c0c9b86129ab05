package dev.postrider.cli.ops;

import dev.postrider.aws.ThreadPause;
import dev.postrider.calls.Pause;
import dev.postrider.cli.ops.SyncPlan.ListedAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.NotFoundException;
import software.amazon.awssdk.services.sesv2.model.SuppressedDestinationSummary;
import software.amazon.awssdk.services.sesv2.model.SuppressionListReason;

/// SES's account suppression list, at the pace that SES allows its management calls.
final class SesSuppressionList {
  private static final int PAGE = 1_000;

  private final SesV2Client client;
  private final Clock clock;
  private final Pause pause;
  private final Duration between;
  private Instant next = Instant.EPOCH;

  /// @param between calls
  SesSuppressionList(StackConnection stack, Duration between) {
    this.client = stack.clients().ses();
    this.clock = stack.clock();
    this.pause = new ThreadPause(clock);
    this.between = between;
  }

  /// The whole list.
  List<ListedAddress> list() {
    List<ListedAddress> all = new ArrayList<>();
    var pages = client.listSuppressedDestinationsPaginator(r -> r.pageSize(PAGE)).iterator();
    while (pages.hasNext()) {
      await();
      for (SuppressedDestinationSummary listed : pages.next().suppressedDestinationSummaries()) {
        boolean complaint = listed.reason() == SuppressionListReason.COMPLAINT;
        all.add(new ListedAddress(listed.emailAddress(), complaint, listed.lastUpdateTime()));
      }
    }
    return all;
  }

  void put(String address, boolean complaint) {
    await();
    client.putSuppressedDestination(
        r ->
            r.emailAddress(address)
                .reason(
                    complaint ? SuppressionListReason.COMPLAINT : SuppressionListReason.BOUNCE));
  }

  /// @param address in the case that SES stores it in
  void delete(String address) {
    await();
    try {
      client.deleteSuppressedDestination(r -> r.emailAddress(address));
    } catch (NotFoundException e) {
      // It is as it should be.
    }
  }

  private void await() {
    pause.until(next);
    next = clock.instant().plus(between);
  }
}
