package dev.postrider.cli.ops;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.postrider.aws.SdkErrors;
import dev.postrider.aws.ThreadPause;
import dev.postrider.calls.Pause;
import dev.postrider.cli.ops.SyncPlan.ListedAddress;
import dev.postrider.cli.ops.SyncPlan.NewFact;
import dev.postrider.cli.ops.SyncPlan.NewSesEntry;
import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.cli.output.ExitCodes;
import dev.postrider.email.Address;
import dev.postrider.email.RecipientHash;
import dev.postrider.suppression.Facts;
import dev.postrider.suppression.Scope;
import dev.postrider.suppression.SuppressionKey;
import dev.postrider.suppression.SuppressionStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.NotFoundException;
import software.amazon.awssdk.services.sesv2.model.SesV2Exception;
import software.amazon.awssdk.services.sesv2.model.SuppressedDestinationSummary;
import software.amazon.awssdk.services.sesv2.model.SuppressionListReason;

/// `postrider suppressions sync`.
@Command(
    name = "sync",
    description = {
      "Compares with SES's own account list, both ways.",
      "It knows bounces and complaints. Without --apply it only says what it would do. One call to SES a second: SES allows no more."
    },
    footer = {
      "",
      "Examples:",
      "  postrider suppressions sync",
      "  postrider suppressions sync --apply --yes"
    })
public final class SuppressionsSyncCommand extends StackCommand {
  private static final int PROGRESS_EVERY = 60;

  @Mixin private Confirmation confirmation;

  @Option(names = "--apply", description = "Do it.")
  private boolean apply;

  @Option(
      names = "--between",
      paramLabel = "DURATION",
      defaultValue = "1s",
      description = "Between two calls to SES. Default: ${DEFAULT-VALUE}")
  private Duration between;

  @Override
  int run(StackConnection stack) {
    SuppressionStore store = stack.suppressions();
    SesSuppressionList ses = new SesSuppressionList(stack);
    Instant now = stack.now();
    SyncPlan plan =
        SyncPlan.of(ses.list(), facts(store), stack.deployment().suppressionPolicy(), now);
    if (!apply || plan.isEmpty()) {
      return output.answer(SyncAnswer.of(plan, false, 0, "Would"));
    }
    if (!confirmation.given(
        SyncAnswer.of(plan, true, 0, "To").text().strip() + "\nGo on",
        stack.place(),
        output.err())) {
      return ExitCodes.NOT_RUN;
    }
    int failed = carryOut(plan, store, ses, stack.recipientHash());
    return output.answer(SyncAnswer.of(plan, true, failed, "Asked to"), stack.place());
  }

  private static Map<String, Facts> facts(SuppressionStore store) {
    return SuppressionRow.known(store)
        .filter(entry -> entry.key().scope().equals(Scope.EVERYWHERE))
        .collect(
            Collectors.toMap(entry -> entry.key().address(), SuppressionStore.StoredFacts::facts));
  }

  /// @return how many entries SES refused
  private int carryOut(
      SyncPlan plan, SuppressionStore store, SesSuppressionList ses, Optional<RecipientHash> hash) {
    for (NewFact learnt : plan.learn()) {
      store.add(new SuppressionKey(learnt.key(), Scope.EVERYWHERE), learnt.fact());
    }
    int failed = 0;
    int done = 0;
    for (NewSesEntry told : plan.tell()) {
      failed += tried(told.key(), hash, () -> ses.put(told.key(), told.complaint()));
      progress(++done, plan);
    }
    for (String address : plan.takeBack()) {
      failed += tried(Address.keyOf(address), hash, () -> ses.delete(address));
      progress(++done, plan);
    }
    return failed;
  }

  private int tried(String key, Optional<RecipientHash> hash, Runnable call) {
    try {
      call.run();
      return 0;
    } catch (SesV2Exception e) {
      output.note(
          "SES refused "
              + hash.map(h -> h.of(key)).orElse("an address")
              + ": "
              + SdkErrors.code(e));
      return 1;
    }
  }

  private void progress(int done, SyncPlan plan) {
    if (done % PROGRESS_EVERY == 0) {
      output.note(done + " of " + (plan.tell().size() + plan.takeBack().size()) + " …");
    }
  }

  /// @param learnt facts that SES's list has, and the table had not
  /// @param told entries that SES's list had not
  /// @param takenBack entries that were taken off SES's list
  /// @param failed how many entries SES refused
  /// @param mood how the sentence about the plan begins
  private record SyncAnswer(
      boolean applied, int learnt, int told, int takenBack, int failed, @JsonIgnore String mood)
      implements CommandAnswer {
    @Override
    public int exitCode() {
      return failed == 0 ? ExitCodes.DONE : ExitCodes.FAILED;
    }

    static SyncAnswer of(SyncPlan plan, boolean applied, int failed, String mood) {
      return new SyncAnswer(
          applied, plan.learn().size(), plan.tell().size(), plan.takeBack().size(), failed, mood);
    }

    @Override
    public String text() {
      return learnt + told + takenBack == 0
          ? "Both lists agree.\n"
          : "%s learn %d from SES, tell SES %d, and take %d off SES's list.\n"
              .formatted(mood, learnt, told, takenBack);
    }
  }

  /// SES's account suppression list, at the pace that SES allows its management calls.
  private final class SesSuppressionList {
    private static final int PAGE = 1_000;

    private final SesV2Client client;
    private final Clock clock;
    private final Pause pause;
    private Instant next = Instant.EPOCH;

    SesSuppressionList(StackConnection stack) {
      this.client = stack.clients().ses();
      this.clock = stack.clock();
      this.pause = new ThreadPause(clock);
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
}
