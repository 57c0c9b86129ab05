package dev.postrider.local.ses;

import dev.postrider.local.LocalAws;
import dev.postrider.local.LocalLogging;
import dev.postrider.local.http.LoopbackServer;
import dev.postrider.local.http.Routes;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.sesv2.SesV2Client;

/// The SES v2 stand-in on loopback.
///
/// `/v2/email/…` speaks SES's protocol; `/inbox` shows what was accepted; `/admin` arms faults and
/// changes the account. Rates and the daily quota are counted in recipients.
public final class SesServer implements AutoCloseable {
  private final SesAccount account;
  private final Inbox inbox = new Inbox();
  private final SesCounters counters = new SesCounters();
  private final FaultInjector faults = new FaultInjector();
  private final EventPublisher events;
  private final Consumer<String> sink;
  private final LoopbackServer server;
  private volatile Optional<StackAnswers> stackAnswers = Optional.empty();

  private SesServer(int port, String configurationSet, Consumer<String> sink, Clock clock) {
    this.sink = sink;
    this.account = new SesAccount(configurationSet, clock);
    this.events = new EventPublisher(new MailboxSimulator(account, clock), sink, faults, counters);
    Routes routes = new Routes();
    new SesApi(routes, faults, counters)
        .serve(
            new SendOperations(account, inbox, counters, faults, events, clock),
            new AccountOperations(account, clock),
            new TenantOperations(account, clock),
            new TemplateOperations(account, clock));
    new SesConsole(this).serve(routes);
    this.server = LoopbackServer.start("ses", port, routes);
  }

  /// Starts on any free port, on the system's clock.
  public static SesServer start(String configurationSet, Consumer<String> sink) {
    return start(0, configurationSet, sink, Clock.systemUTC());
  }

  /// Starts on a port of the caller's choice.
  ///
  /// @param port 0 for any free port
  /// @param configurationSet the one that the account has
  /// @param sink takes in each event, as the JSON document that SES publishes as an SNS message;
  ///     does not block
  /// @param clock drives the rate, the daily quota and all timestamps
  public static SesServer start(
      int port, String configurationSet, Consumer<String> sink, Clock clock) {
    LocalLogging.quiet();
    return new SesServer(port, configurationSet, sink, clock);
  }

  /// What `AWS_ENDPOINT_URL_SESV2` is set to.
  public URI endpoint() {
    return server.endpoint();
  }

  /// A new client of this server; the caller closes it.
  public SesV2Client client() {
    return LocalAws.configure(SesV2Client.builder(), endpoint()).build();
  }

  /// The account's state, to look at and to change.
  public SesAccount account() {
    return account;
  }

  /// What was accepted.
  public Inbox inbox() {
    return inbox;
  }

  /// The inbox's page shows these beside the mail from now on; without them it shows mail only.
  public void show(StackAnswers answers) {
    stackAnswers = Optional.of(answers);
  }

  Optional<StackAnswers> stackAnswers() {
    return stackAnswers;
  }

  /// What was counted since the start.
  public SesCounters counters() {
    return counters;
  }

  /// What goes wrong from now on.
  public FaultInjector faults() {
    return faults;
  }

  /// How many events are still to be published.
  public int pendingEvents() {
    return events.pending();
  }

  /// Publishes an event that the mailbox simulator has no address for.
  ///
  /// @param event the JSON document that SES would publish
  public void publish(String event) {
    sink.accept(event);
  }

  @Override
  public void close() {
    server.close();
    events.close();
  }
}
