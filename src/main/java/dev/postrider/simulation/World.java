package dev.postrider.simulation;

import dev.postrider.dispatch.Batch;
import dev.postrider.dispatch.DispatchPolicy;
import dev.postrider.dispatch.Dispatcher;
import dev.postrider.dispatch.EmailSender;
import dev.postrider.email.Address;
import dev.postrider.email.Defaults;
import dev.postrider.email.EmailDecoder;
import dev.postrider.ledger.DeliveryLedger;
import dev.postrider.ledger.Ledger;
import dev.postrider.suppression.Facts;
import dev.postrider.suppression.Mark;
import dev.postrider.suppression.Scope;
import dev.postrider.suppression.SuppressionFact;
import dev.postrider.suppression.SuppressionKey;
import dev.postrider.suppression.SuppressionPolicy;
import dev.postrider.suppression.SuppressionStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// One run: everything that one seed brings about.
final class World {
  /// Longer than any run should take. A daily quota is 70 % of the messages, and where many of them
  /// are large, their units take more than three days of it (seed 717 of 300 messages).
  private static final long LIMIT_MICROS = 7L * 86_400 * 1_000_000;
  private static final EmailDecoder DECODER =
      new EmailDecoder(new Defaults(Address.parse("Shop <shop@example.com>")));

  final Scenario scenario;
  final Replacements replacements;
  final Timeline timeline = new Timeline();
  final Trace trace;
  final Chance chance;
  final GroundTruth truth;
  final Expiry expiry;
  final InMemoryLedger ledger;
  final InMemorySuppressions suppressions =
      new InMemorySuppressions(SuppressionPolicy.DEFAULT, () -> Timeline.instant(0));
  final InMemoryPacer.SharedPace pace = new InMemoryPacer.SharedPace(Timeline.START);
  final SimulatedQueue mailQueue;
  final SimulatedQueue bulkQueue;
  final List<SimulatedEventSource> eventSources;
  final FeedbackLoop feedback;
  private final SimulatedSesEvents sesEvents;
  final SimulatedSes ses;

  /// DynamoDB, for the table of the ledger and the pace.
  final RemoteService ledgerTable;

  final RemoteService suppressionTable;

  /// SQS.
  final RemoteService queueService;

  /// GetAccount and the event source mappings.
  final RemoteService control;

  /// @param keepTrace whether the steps can be read afterwards
  World(Scenario scenario, Replacements replacements, boolean keepTrace) {
    this.scenario = scenario;
    this.replacements = replacements;
    this.ledger = replacements.ledgerTable();
    this.trace = new Trace(timeline::now, keepTrace);
    this.chance = new Chance(this, scenario.faults(), new SplittableRandom(scenario.seed()));
    this.truth = new GroundTruth(this);
    this.expiry = new Expiry(this);
    this.mailQueue = new SimulatedQueue(this, "sqs-m");
    this.bulkQueue = new SimulatedQueue(this, "sqs-b");
    this.eventSources =
        List.of(
            new SimulatedEventSource(this, Batch.Lane.MAIL, mailQueue, scenario.mailConcurrency()),
            new SimulatedEventSource(this, Batch.Lane.BULK, bulkQueue, scenario.bulkConcurrency()));
    this.feedback = new FeedbackLoop(this);
    this.sesEvents = new SimulatedSesEvents(this, feedback);
    this.ses = new SimulatedSes(this, new SesLimits(scenario, declaredBurst(50)), sesEvents);
    this.ledgerTable = table(Scenario.DynamoTable.LEDGER);
    this.suppressionTable = table(Scenario.DynamoTable.SUPPRESSIONS);
    this.queueService = new RemoteService(this, scenario.faults().queueCall(), now -> 0, now -> 0);
    this.control = new RemoteService(this, scenario.faults().control(), now -> 0, now -> 0);
  }

  private RemoteService table(Scenario.DynamoTable table) {
    return new RemoteService(
        this,
        scenario.faults().table(),
        now -> scenario.throttled(table, now),
        now -> scenario.hung(table, now));
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
        && eventSources.stream().allMatch(source -> source.active() == 0);
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
      SimulatedSuppressionStore.store(
          this,
          new SuppressionKey(address, scope),
          scope.equals(Scope.EVERYWHERE)
              ? new SuppressionFact.Manual(before, null, null)
              : new SuppressionFact.Marked(Mark.UNSUBSCRIBED, before));
    }
    return suppressions.items();
  }

  /// How far above MaxSendRate one window of a second may be: the recipients of one call, and what
  /// is sent by instances whose clocks are apart, or up to a tenth of a second after its turn.
  ///
  /// @param largestCall its recipients
  double declaredBurst(int largestCall) {
    double seconds = 2 * scenario.skewMicros() / 1_000_000.0 + 0.1;
    return largestCall + scenario.maxSendRate() * seconds;
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
        replacements.sender(
            new SimulatedSender(this, instance, suppressionsPort.readAt()), ledgerPort);
    return new Dispatcher(
        replacements.decoder(DECODER::decode),
        new DispatchPolicy(
            Scenario.HOLD_STREAMS,
            Scenario.BULK_STREAMS,
            replacements.lifetimes(scenario.lifetimes())),
        new Dispatcher.Ports(
            ledgerPort,
            replacements.suppressions(suppressionsPort),
            replacements.pacer(new SimulatedPacer(this, instance)),
            sender,
            replacements.copyQueues(
                new SimulatedCopyQueues(this, instance), instance.afterAnswer()::add),
            new SimulatedFanout(instance),
            instance::pauseUntil,
            instance.clock(),
            instance.random()),
        Scenario.GRACE);
  }

  SuppressionStore suppressionStore(Instance instance) {
    return new SimulatedSuppressionStore(this, instance);
  }

  DeliveryLedger deliveryLedger(Instance instance) {
    return new SimulatedDeliveryLedger(this, instance);
  }

  /// Reads a body as the dispatcher does.
  static EmailDecoder decoder() {
    return DECODER;
  }
}
