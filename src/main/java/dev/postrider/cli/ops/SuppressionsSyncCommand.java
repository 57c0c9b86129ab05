package dev.postrider.cli.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.aws.ThreadPause;
import dev.postrider.cli.ops.SyncPlan.Learnt;
import dev.postrider.cli.ops.SyncPlan.Told;
import dev.postrider.email.Address;
import dev.postrider.email.RecipientHash;
import dev.postrider.local.http.Json;
import dev.postrider.suppression.Facts;
import dev.postrider.suppression.Scope;
import dev.postrider.suppression.SuppressionKey;
import dev.postrider.suppression.SuppressionStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.sesv2.model.SesV2Exception;

/// `postrider suppressions sync`.
@Command(
    name = "sync",
    description = {
      "Compares the bounces and complaints here with SES's own account list, in both directions.",
      "Without --apply it only says what it would do. One call to SES a second: SES allows no more."
    },
    footer = {
      "",
      "Examples:",
      "  postrider suppressions sync",
      "  postrider suppressions sync --apply --yes"
    },
    mixinStandardHelpOptions = true)
public final class SuppressionsSyncCommand implements Callable<Integer> {
  private static final int PAGE = 1_000;
  private static final int PROGRESS_EVERY = 60;

  @Mixin private StackOptions stack;
  @Mixin private Output output;
  @Mixin private Confirmation confirmation;

  @Option(names = "--apply", description = "Do it.")
  private boolean apply;

  @Option(
      names = "--between",
      paramLabel = "DURATION",
      defaultValue = "PT1S",
      description = "Between two calls to SES. Default: ${DEFAULT-VALUE}")
  private Duration between;

  @Override
  public Integer call() {
    try (Session session = stack.open()) {
      Instant now = session.clock().instant();
      SuppressionStore store = session.suppressions();
      SlowSes ses =
          new SlowSes(session.ses(), session.clock(), new ThreadPause(session.clock()), between);
      SyncPlan plan =
          SyncPlan.of(ses.list(), facts(store), session.deployment().suppressionPolicy(), now);
      if (!apply || plan.isEmpty()) {
        output.answer(json(plan, false, 0), text(plan, "Would"));
        return ExitCodes.DONE;
      }
      if (!confirmation.given(text(plan, "To").strip() + "\nGo on", output.err())) {
        return ExitCodes.NOT_RUN;
      }
      int failed = carryOut(plan, store, ses, session.recipientHash());
      output.answer(json(plan, true, failed), text(plan, "Asked to"));
      return failed == 0 ? ExitCodes.DONE : ExitCodes.FAILED;
    }
  }

  private static Map<String, Facts> facts(SuppressionStore store) {
    Map<String, Facts> facts = new HashMap<>();
    Optional<String> next = Optional.empty();
    do {
      SuppressionStore.Page page = store.list(next, PAGE);
      page.entries().stream()
          .filter(entry -> entry.key().scope().equals(Scope.EVERYWHERE))
          .forEach(entry -> facts.put(entry.key().address(), entry.facts()));
      next = page.next();
    } while (next.isPresent());
    return facts;
  }

  /// @return how many entries SES refused
  private int carryOut(
      SyncPlan plan, SuppressionStore store, SlowSes ses, Optional<RecipientHash> hash) {
    for (Learnt learnt : plan.learn()) {
      store.add(new SuppressionKey(learnt.key(), Scope.EVERYWHERE), learnt.fact());
    }
    int failed = 0;
    int done = 0;
    for (Told told : plan.tell()) {
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
          "SES refused " + hash.map(h -> h.of(key)).orElse("an address") + ": " + Failures.code(e));
      return 1;
    }
  }

  private void progress(int done, SyncPlan plan) {
    if (done % PROGRESS_EVERY == 0) {
      output.note(done + " of " + (plan.tell().size() + plan.takeBack().size()) + " …");
    }
  }

  private static ObjectNode json(SyncPlan plan, boolean applied, int failed) {
    return Json.object()
        .put("applied", applied)
        .put("learnt", plan.learn().size())
        .put("told", plan.tell().size())
        .put("takenBack", plan.takeBack().size())
        .put("failed", failed);
  }

  private static String text(SyncPlan plan, String mood) {
    return plan.isEmpty()
        ? "Both lists agree.\n"
        : mood
            + " learn "
            + plan.learn().size()
            + " from SES, tell SES "
            + plan.tell().size()
            + ", and take "
            + plan.takeBack().size()
            + " off SES's list.\n";
  }
}
