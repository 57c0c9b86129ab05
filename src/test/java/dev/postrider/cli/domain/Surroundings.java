package dev.postrider.cli.domain;

import dev.postrider.domain.ExampleDomain;
import dev.postrider.local.LocalAws;
import dev.postrider.local.ses.SesServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocketFactory;
import picocli.CommandLine;

/// The commands' surroundings on loopback: the SES stand-in, a DNS server, a clock that moves only
/// while a command waits, and typed secrets.
final class Surroundings implements AutoCloseable {
  /// What the commands printed, and with which code they ended.
  record Run(int exitCode, String out, String err) {}

  private final SesServer ses;
  private final LoopbackDns dns;
  private final Map<String, String> environment = new HashMap<>();
  private final List<Runnable> duringPauses = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-24T00:00:00Z");
  private String typed = "";
  private SSLSocketFactory tls = (SSLSocketFactory) SSLSocketFactory.getDefault();
  private final Map<String, String> propertiesBefore = new HashMap<>();

  Surroundings() throws IOException {
    ses = SesServer.start("main", _ -> {});
    sesAt(ses.endpoint());
    set("aws.endpointUrlSts", ses.endpoint().toString());
    set("aws.accessKeyId", "ROLE");
    set("aws.secretAccessKey", "secret");
    dns = new LoopbackDns();
    dns.zone(
        "amazonses.com",
        "@ 60 IN TXT \"v=spf1 ip4:199.255.192.0/22 -all\"\n"
            + "localtoken1.dkim 60 IN TXT "
            + ExampleDomain.KEY_2048
            + "\n");
    environment.put("AWS_REGION", LocalAws.REGION.id());
  }

  SesServer ses() {
    return ses;
  }

  LoopbackDns dns() {
    return dns;
  }

  String resolver() {
    return dns.address().getHostString() + ":" + dns.address().getPort();
  }

  Map<String, String> environment() {
    return environment;
  }

  /// What a person types, a line a secret.
  void types(String lines) {
    typed = lines;
  }

  void trusts(SSLSocketFactory factory) {
    tls = factory;
  }

  /// From now on SES is not reachable.
  void losesSes() {
    sesAt(URI.create("http://127.0.0.1:1"));
  }

  /// From now on another server is SES.
  void sesAt(URI endpoint) {
    set("aws.endpointUrlSesV2", endpoint.toString());
  }

  /// The SDK finds SES by system properties, which are put back in the end; nobody tells who calls.
  private void set(String property, String value) {
    propertiesBefore.putIfAbsent(property, System.getProperty(property, ""));
    put(property, value);
  }

  private static void put(String property, String value) {
    if (value.isEmpty()) {
      System.clearProperty(property);
    } else {
      System.setProperty(property, value);
    }
  }

  /// What happens in the next pause that is still free.
  void duringPause(Runnable change) {
    duringPauses.add(change);
  }

  Run domain(String... arguments) {
    DomainCommand command = new DomainCommand();
    command.environment = commandEnvironment();
    return run(command, arguments);
  }

  Run sendTest(String... arguments) {
    SendTestCommand command = new SendTestCommand();
    command.environment = commandEnvironment();
    return run(command, arguments);
  }

  Run smtpPassword(String... arguments) {
    SmtpPasswordCommand command = new SmtpPasswordCommand();
    command.environment = commandEnvironment();
    return run(command, arguments);
  }

  Run dmarc(String... arguments) {
    DmarcCommand command = new DmarcCommand();
    command.environment = commandEnvironment();
    return run(command, arguments);
  }

  private static Run run(Object command, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        new CommandLine(command)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler(
                (failure, line, _) -> {
                  line.getErr().println("postrider: " + failure.getMessage());
                  return 2;
                })
            .execute(arguments);
    return new Run(exitCode, out.toString(), err.toString());
  }

  private CommandEnvironment commandEnvironment() {
    return new CommandEnvironment(
        environment::get,
        dns.address().getPort(),
        () -> now,
        time -> {
          now = now.plus(time);
          if (!duringPauses.isEmpty()) {
            duringPauses.removeFirst().run();
          }
        },
        SecretPrompt.ofStream(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8))),
        tls);
  }

  @Override
  public void close() throws IOException {
    propertiesBefore.forEach(Surroundings::put);
    ses.close();
    dns.close();
  }
}
