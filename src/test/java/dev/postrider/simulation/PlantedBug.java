package dev.postrider.simulation;

import dev.postrider.contract.ForwardingPacer;
import dev.postrider.dispatch.Batch;
import dev.postrider.dispatch.CopyQueues;
import dev.postrider.dispatch.DeferReason;
import dev.postrider.dispatch.Delivery;
import dev.postrider.dispatch.EmailSender;
import dev.postrider.dispatch.MessageCopy;
import dev.postrider.dispatch.Received;
import dev.postrider.dispatch.SendOutcome;
import dev.postrider.email.Decoded;
import dev.postrider.email.EntryRanges;
import dev.postrider.email.Lifetimes;
import dev.postrider.feedback.Notification;
import dev.postrider.ledger.Change;
import dev.postrider.ledger.Claim;
import dev.postrider.ledger.ClaimRequest;
import dev.postrider.ledger.ClaimRequest.OnUnknown;
import dev.postrider.ledger.Condition;
import dev.postrider.ledger.ConditionalWrite;
import dev.postrider.ledger.Entry;
import dev.postrider.ledger.Ledger;
import dev.postrider.ledger.ProtocolStep;
import dev.postrider.ledger.Settled;
import dev.postrider.ledger.Settlement;
import dev.postrider.pace.Pacer;
import dev.postrider.pace.Reservation;
import dev.postrider.suppression.Recipient;
import dev.postrider.suppression.SuppressionVerdict;
import dev.postrider.suppression.Suppressions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Mistakes that comparable systems make, each as a part that stands in the place of the right one.
enum PlantedBug implements Replacements {
  /// The client repeats a call whose answer did not come, as the SDK does by default.
  RETRY_ON_TIME_OUT(2) {
    @Override
    public EmailSender sender(EmailSender real, Ledger ledger) {
      return call -> {
        List<SendOutcome> outcomes = real.send(call);
        return outcomes.stream().anyMatch(SendOutcome.Unknown.class::isInstance)
            ? real.send(call)
            : outcomes;
      };
    }
  },

  /// The ledger says SENT before SES was asked.
  SETTLE_BEFORE_SEND(1) {
    @Override
    public EmailSender sender(EmailSender real, Ledger ledger) {
      return call -> {
        var _ = ledger.settle(call.stream().map(PlantedBug::sent).toList(), later());
        return real.send(call);
      };
    }
  },

  /// The original is acknowledged, and then its copy is enqueued.
  ACK_BEFORE_COPY(1) {
    @Override
    public CopyQueues copyQueues(CopyQueues real, Consumer<Runnable> afterAnswer) {
      return placements -> {
        List<MessageCopy> later = List.copyOf(placements);
        afterAnswer.accept(() -> real.place(later));
        return placements.stream().map(placement -> true).toList();
      };
    }
  },

  /// A copy forgets since when its mail waits for a wrong setup.
  WAIT_WITHOUT_END(1) {
    @Override
    public CopyQueues copyQueues(CopyQueues real, Consumer<Runnable> afterAnswer) {
      return placements -> real.place(placements.stream().map(PlantedBug::timeless).toList());
    }
  },

  /// The last event to come decides, whatever it says.
  UNRANKED_FEEDBACK(5) {
    @Override
    public InMemoryLedger ledgerTable() {
      return new InMemoryLedger(Scenario.GRACE) {
        @Override
        boolean holds(ConditionalWrite write, Optional<Entry> entry) {
          return super.holds(write, entry)
              || (write.condition() instanceof Condition.Unreported(Instant madeBy, var _)
                  && entry.map(Entry::createdAt).filter(at -> !at.isAfter(madeBy)).isPresent());
        }
      };
    }
  },

  /// A batch that was answered is taken for written, statement by statement.
  BATCH_TAKEN_FOR_WRITTEN(2) {
    @Override
    public InMemoryLedger ledgerTable() {
      return new InMemoryLedger(Scenario.GRACE) {
        @Override
        synchronized <A> Optional<A> write(ProtocolStep.Batched<A> batched) {
          return super.write(batched).or(() -> Optional.of(batched.answer()));
        }
      };
    }
  },

  /// An event makes a row that judges the next message of its id.
  EVENTS_MAKE_ROWS(1) {
    @Override
    public InMemoryLedger ledgerTable() {
      return new InMemoryLedger(Scenario.GRACE) {
        @Override
        boolean holds(ConditionalWrite write, Optional<Entry> entry) {
          return super.holds(write, entry)
              || (write.change() instanceof Change.RecordReport
                  && entry.map(Entry::sesMessageId).isEmpty());
        }
      };
    }
  },

  /// Whoever the bouncing server names is marked.
  STRANGERS_MARKED(5) {
    @Override
    public Notification heard(Notification published) {
      return believing(published, "bouncedRecipients");
    }
  },

  /// A not-spam lifts the complaint of somebody whom SES only may mean.
  NOT_SPAM_LIFTS_ALL(5) {
    @Override
    public Notification heard(Notification published) {
      return published.message().contains("not-spam")
          ? believing(published, "complainedRecipients")
          : published;
    }
  },

  /// The pace counts calls, and SES counts recipients.
  CALLS_COUNTED_FOR_RECIPIENTS(4) {
    @Override
    public Pacer pacer(Pacer real) {
      return new CallCountingPacer(real);
    }
  },

  /// Who cannot be looked up is mailed.
  SUPPRESSIONS_FAIL_OPEN(3) {
    @Override
    public Suppressions suppressions(Suppressions real) {
      return (recipients, budget) -> opened(real.lookup(recipients, budget));
    }
  },

  /// Suppressions are read once and remembered.
  SUPPRESSIONS_REMEMBERED(3) {
    @Override
    public Suppressions suppressions(Suppressions real) {
      return new Remembering(real);
    }
  },

  /// Mail of unknown outcome is sent again whatever its stream's policy.
  HELD_STREAM_RESENT(2) {
    @Override
    public Ledger ledger(Ledger real) {
      return new RewritingLedger(real, r -> request(r, r.now(), OnUnknown.RESEND));
    }
  },

  /// Mail of unknown outcome is sent again before its Send event had time to come.
  GRACE_IGNORED(2) {
    @Override
    public Ledger ledger(Ledger real) {
      return new RewritingLedger(
          real, r -> request(r, r.now().plus(Scenario.GRACE), r.onUnknown()));
    }

    @Override
    public CopyQueues copyQueues(CopyQueues real, Consumer<Runnable> afterAnswer) {
      return placements -> real.place(placements.stream().map(PlantedBug::soon).toList());
    }
  },

  /// A body of a hostile shape takes all the memory, and its neighbours with it.
  MEMORY_TAKEN_BY_A_SHAPE(1) {
    @Override
    public BiFunction<String, String, Decoded> decoder(BiFunction<String, String, Decoded> real) {
      return (body, id) -> {
        if (body.contains("[[[[") || body.contains("{\"a\":{\"a\":{\"a\":")) {
          throw new Instance.Killed();
        }
        return real.apply(body, id);
      };
    }
  },

  /// A unit that another instance holds is sent all the same.
  CLAIM_IGNORED(2) {
    @Override
    public Ledger ledger(Ledger real) {
      return new ClaimIgnoringLedger(real);
    }
  },

  /// The text that a tenant is paused is taken for a refusal of the mail.
  PAUSED_TENANT_REFUSED(1) {
    @Override
    public EmailSender sender(EmailSender real, Ledger ledger) {
      return call ->
          PlantedBug.pausesAs(real.send(call), new SendOutcome.Refused("MessageRejected", "r"));
    }
  },

  /// A paused tenant stops the mail of all.
  PAUSED_TENANT_STOPS_ALL(4) {
    @Override
    public EmailSender sender(EmailSender real, Ledger ledger) {
      return call ->
          PlantedBug.pausesAs(real.send(call), new SendOutcome.Stopped("TENANT_SENDING_PAUSED"));
    }
  },

  /// Mail is scheduled at any distance, and its cancellation dies before it.
  SCHEDULED_BEYOND_THE_LEDGER(6) {
    @Override
    public Lifetimes lifetimes(Lifetimes real) {
      return Lifetimes.ofLedger(Duration.ofDays(3_650));
    }
  };

  private static final Duration SOON = Duration.ofSeconds(5);

  private final int promise;

  /// @param promise the one that the mistake breaks
  PlantedBug(int promise) {
    this.promise = promise;
  }

  int promise() {
    return promise;
  }

  /// As if the mail had gone to the first one whom an event names, and to nobody else.
  private static Notification believing(Notification published, String list) {
    Matcher named =
        Pattern.compile(list + "\":\\[(\\{\"emailAddress\":(\"[^\"]+\")[^}]*})[^]]*")
            .matcher(published.message());
    return named.find()
        ? new Notification(
            published.snsMessageId(),
            published
                .message()
                .replace(named.group(), list + "\":[" + named.group(1))
                .replaceFirst("\"destination\":\\[[^]]*", "\"destination\":[" + named.group(2)),
            published.receivedAt())
        : published;
  }

  /// After the end of any run.
  private static Instant later() {
    return Timeline.START.plus(Duration.ofDays(30));
  }

  private static Settlement sent(Delivery outgoing) {
    return new Settlement(
        outgoing.unit().key(),
        "",
        Timeline.START,
        new Settlement.ClaimResult.SesAccepted("foreseen"));
  }

  private static List<SendOutcome> pausesAs(List<SendOutcome> outcomes, SendOutcome other) {
    return outcomes.stream()
        .map(outcome -> outcome instanceof SendOutcome.TenantPaused ? other : outcome)
        .toList();
  }

  private static Map<Recipient, SuppressionVerdict> opened(
      Map<Recipient, SuppressionVerdict> verdicts) {
    Map<Recipient, SuppressionVerdict> opened = new HashMap<>(verdicts);
    opened.replaceAll(
        (recipient, verdict) ->
            verdict instanceof SuppressionVerdict.Unreadable
                ? new SuppressionVerdict.Clear()
                : verdict);
    return opened;
  }

  private static final class Remembering implements Suppressions {
    private final Suppressions real;
    private final Map<Recipient, SuppressionVerdict> known = new HashMap<>();

    Remembering(Suppressions real) {
      this.real = real;
    }

    @Override
    public Map<Recipient, SuppressionVerdict> lookup(Set<Recipient> recipients, Duration budget) {
      real.lookup(recipients, budget).forEach(known::putIfAbsent);
      Map<Recipient, SuppressionVerdict> verdicts = new HashMap<>();
      for (Recipient recipient : recipients) {
        SuppressionVerdict verdict = known.get(recipient);
        if (verdict != null) {
          verdicts.put(recipient, verdict);
        }
      }
      return verdicts;
    }
  }

  private static final class CallCountingPacer implements ForwardingPacer {
    private static final int RECIPIENTS_A_CALL = 5;
    private final Pacer real;

    CallCountingPacer(Pacer real) {
      this.real = real;
    }

    @Override
    public Pacer real() {
      return real;
    }

    @Override
    public Reservation reserve(int atLeast, int atMost, Instant now, Duration horizon) {
      int calls = Math.ceilDiv(atMost, RECIPIENTS_A_CALL);
      Reservation reservation = real.reserve(1, calls, now, horizon);
      return reservation instanceof Reservation.Reserved granted
          ? new Reservation.Reserved(
              granted.start(),
              granted.ratePerSecond() * RECIPIENTS_A_CALL,
              Math.min(atMost, granted.recipients() * RECIPIENTS_A_CALL))
          : reservation;
    }
  }

  private static MessageCopy timeless(MessageCopy placement) {
    return placement instanceof MessageCopy.DeferredCopy copy
        ? new MessageCopy.DeferredCopy(
            copy.record(),
            copy.id(),
            copy.entries(),
            copy.lane(),
            copy.delay(),
            copy.attempt(),
            copy.reason())
        : placement;
  }

  private static MessageCopy soon(MessageCopy placement) {
    return placement
            instanceof
            MessageCopy.DeferredCopy(
                Received record,
                String id,
                EntryRanges entries,
                Batch.Lane lane,
                Duration delay,
                int attempt,
                DeferReason reason,
                Optional<Instant> since)
        ? new MessageCopy.DeferredCopy(
            record, id, entries, lane, sooner(delay), attempt, reason, since)
        : placement;
  }

  /// Of mail whose outcome is awaited; what is scheduled would come thousands of times.
  private static Duration sooner(Duration delay) {
    boolean awaitsOutcome = delay.compareTo(Scenario.GRACE.multipliedBy(2)) < 0;
    return awaitsOutcome && delay.compareTo(SOON) > 0 ? SOON : delay;
  }

  private static ClaimRequest request(ClaimRequest r, Instant now, OnUnknown onUnknown) {
    return new ClaimRequest(
        r.key(), r.fingerprint(), r.stream(), r.token(), now, r.leaseUntil(), onUnknown);
  }

  /// A ledger that is asked for something else than the dispatcher asked.
  private record RewritingLedger(Ledger real, UnaryOperator<ClaimRequest> rewrite)
      implements Ledger {
    @Override
    public List<Claim> claim(List<ClaimRequest> requests, Instant until) {
      return real.claim(requests.stream().map(rewrite).toList(), until);
    }

    @Override
    public List<Settled> settle(List<Settlement> settlements, Instant until) {
      return real.settle(settlements, until);
    }
  }

  private static final class ClaimIgnoringLedger implements Ledger {
    private final Ledger real;

    ClaimIgnoringLedger(Ledger real) {
      this.real = real;
    }

    @Override
    public List<Claim> claim(List<ClaimRequest> requests, Instant until) {
      return real.claim(requests, until).stream()
          .map(claim -> claim instanceof Claim.Busy ? new Claim.Granted(1, false) : claim)
          .toList();
    }

    @Override
    public List<Settled> settle(List<Settlement> settlements, Instant until) {
      return real.settle(settlements, until);
    }
  }
}
