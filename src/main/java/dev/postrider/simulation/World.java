package dev.postrider.simulation;

import dev.postrider.dispatch.Batch;
import dev.postrider.dispatch.DispatchPolicy;
import dev.postrider.dispatch.Dispatcher;
import dev.postrider.dispatch.EmailSender;
import dev.postrider.email.Address;
import dev.postrider.email.Defaults;
import dev.postrider.email.EmailDecoder;
import dev.postrider.ledger.Ledger;
import dev.postrider.suppression.Facts;
import dev.postrider.suppression.Mark;
import dev.postrider.suppression.Scope;
import dev.postrider.suppression.SuppressionFact;
import dev.postrider.suppression.SuppressionKey;
import dev.postrider.suppression.SuppressionPolicy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// One run: everything that one seed brings about.
final class World {
  /// Longer than any run should take. A daily quota is 70 % of the messages, and where many of them
  /// are large, their units take more than three days of it (seed 717 of 300 messages).
  private static final long LIMIT_MICROS = 7L * 86_400 * 1_000_000;

  /// Reads a body as the dispatcher does.
  static final EmailDecoder DECODER =
      new EmailDecoder(new Defaults(Address.parse("Shop <shop@example.com>")));

  final Scenario scenario;
  final Replacements replacements;
  final Timeline timeline = new Timeline();
  final Trace trace;
  final Chance chance;
  final GroundTruth truth = new GroundTruth(this);
  final Expiry expiry = new Expiry(this);
  final InMemoryLedger ledger;
  final InMemorySuppressions suppressions =
      new InMemorySuppressions(SuppressionPolicy.DEFAULT, () -> Timeline.instant(0));
  final InMemoryPacer.SharedPace pace = new InMemoryPacer.SharedPace(Timeline.START);
  final SimulatedQueue mailQueue = new SimulatedQueue(this, "sqs-m");
  final SimulatedQueue bulkQueue = new SimulatedQueue(this, "sqs-b");
  final List<SimulatedEventSource> eventSources;
  final FeedbackLoop feedback = new FeedbackLoop(this);
  private final SimulatedSesEvents sesEvents = new SimulatedSesEvents(this, feedback);
  final SimulatedSes ses;

  /// When AccountWatch wrote a lower rate; −1 before.
  long loweredAt = -1;

  /// DynamoDB, for the table of the ledger and the pace.
  final RemoteService ledgerTable = table(Scenario.DynamoTable.LEDGER);

  final RemoteService suppressionTable = table(Scenario.DynamoTable.SUPPRESSIONS);

  /// SQS.
  final RemoteService queueService =
      new RemoteService(
          this,
          SimulatedFault.SQS_THROTTLED,
          SimulatedFault.SQS_REQUEST_LOST,
          SimulatedFault.SQS_ANSWER_LOST,
          null);

  /// GetAccount and the event source mappings.
  final RemoteService control =
      new RemoteService(
          this,
          SimulatedFault.CONTROL_THROTTLED,
          SimulatedFault.CONTROL_REQUEST_LOST,
          SimulatedFault.CONTROL_ANSWER_LOST,
          null);

  /// @param keepTrace whether the steps can be read afterwards
  World(Scenario scenario, Replacements replacements, boolean keepTrace) {
    this.scenario = scenario;
    this.replacements = replacements;
    this.ledger = replacements.ledgerTable();
    this.trace = new Trace(timeline::now, keepTrace);
    this.chance =
        new Chance(
            scenario.faults(), scenario.paceCase() == null, new SplittableRandom(scenario.seed()));
    this.eventSources =
        List.of(
            new SimulatedEventSource(this, Batch.Lane.MAIL, mailQueue, scenario.mailConcurrency()),
            new SimulatedEventSource(this, Batch.Lane.BULK, bulkQueue, scenario.bulkConcurrency()));
    this.ses = new SimulatedSes(this, sesEvents);
  }

  private RemoteService table(Scenario.DynamoTable table) {
    return new RemoteService(
        this,
        SimulatedFault.TABLE_THROTTLED,
        SimulatedFault.TABLE_REQUEST_LOST,
        SimulatedFault.TABLE_ANSWER_LOST,
        table);
  }

  /// Runs until everything has come to rest.
  ///
  /// @return whether it did
  boolean run() {
    new SimulatedAccount(this).watch();
    new Producer(this, new SplittableRandom(scenario.seed() + 8)).begin();
    sesEvents.ofEarlierMail();
    return timeline.run(this::atRest, LIMIT_MICROS);
  }

  private boolean atRest() {
    return mailQueue.size() == 0
        && bulkQueue.size() == 0
        && eventSources.stream().allMatch(source -> source.active == 0);
  }

  /// What operators and earlier mail left in the table.
  ///
  /// @return all of it
  Map<SuppressionKey, Facts> suppressSome() {
    SplittableRandom random = new SplittableRandom(scenario.seed() + 7);
    for (int i = 0; i < scenario.messages() / 20; i++) {
      String address = "user" + random.nextInt(scenario.messages()) + "@example.com";
      Scope scope = random.nextBoolean() ? Scope.EVERYWHERE : Scope.stream("marketing");
      Instant before = Timeline.START.minusSeconds(86_400);
      SuppressionFact fact =
          scope.equals(Scope.EVERYWHERE)
              ? new SuppressionFact.Manual(before, null, null)
              : new SuppressionFact.Marked(Mark.UNSUBSCRIBED, before);
      boolean _ = suppress(new SuppressionKey(address, scope), fact);
    }
    return suppressions.items();
  }

  /// Stores a fact at once.
  ///
  /// @return whether the address must not be mailed now
  boolean suppress(SuppressionKey key, SuppressionFact fact) {
    suppressions.add(key, fact);
    Facts facts = suppressions.facts(key).orElse(Facts.NONE);
    Instant now = Timeline.instant(timeline.now());
    boolean suppressed = SuppressionPolicy.DEFAULT.effective(facts, now).isPresent();
    truth.suppressed(key, suppressed);
    return suppressed;
  }

  /// How far above MaxSendRate one window of a second may be: the recipients of one call, and what
  /// is sent by instances whose clocks are apart, or up to a tenth of a second after its turn.
  ///
  /// @param largestCall its recipients
  double declaredBurst(int largestCall) {
    return largestCall + scenario.maxSendRate() * burstSeconds();
  }

  /// How far apart in time instances are that keep to the same slots.
  double burstSeconds() {
    return 2 * scenario.skewMicros() / 1_000_000.0 + 0.1;
  }

  /// A new instance, with a clock that is off.
  Instance instance(String name) {
    long skew = chance.upTo(2 * scenario.skewMicros()) - scenario.skewMicros();
    return new Instance(this, name, skew, chance.split());
  }

  /// The real dispatcher in an instance.
  Dispatcher dispatcher(Instance instance) {
    Ledger ledgerPort = replacements.ledger(new SimulatedLedger(this, instance));
    SimulatedSuppressions suppressionsPort = new SimulatedSuppressions(this, instance);
    EmailSender sender =
        replacements.sender(ses.sender(instance, suppressionsPort.readAt()), ledgerPort);
    return new Dispatcher(
        replacements.decoder(DECODER::decode),
        new DispatchPolicy(
            Scenario.HOLD_STREAMS,
            Scenario.BULK_STREAMS,
            replacements.lifetimes(scenario.lifetimes()),
            Scenario.MISCONFIGURED_FOR),
        new Dispatcher.Ports(
            ledgerPort,
            replacements.suppressions(suppressionsPort),
            replacements.pacer(new SimulatedPacer(this, instance, new InMemoryPacer(pace))),
            sender,
            replacements.copyQueues(
                new SimulatedCopyQueues(this, instance), instance.afterAnswer::add),
            new SimulatedFanout(instance),
            instance::pauseUntil,
            instance.clock(),
            instance.random),
        Scenario.GRACE);
  }
}
