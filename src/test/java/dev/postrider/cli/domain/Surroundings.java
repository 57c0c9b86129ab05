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
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.SesV2ClientBuilder;

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
  private URI sesEndpoint;

  Surroundings() throws IOException {
    ses = SesServer.start("main", _ -> {});
    sesEndpoint = ses.endpoint();
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
    sesEndpoint = endpoint;
  }

  /// What happens in the next pause that is still free.
  void duringPause(Runnable change) {
    duringPauses.add(change);
  }

  Run domain(String... arguments) {
    return run(new DomainCommand(commandEnvironment()), arguments);
  }

  Run sendTest(String... arguments) {
    return run(new SendTestCommand(commandEnvironment()), arguments);
  }

  Run smtpPassword(String... arguments) {
    return run(new SmtpPasswordCommand(commandEnvironment()), arguments);
  }

  Run dmarc(String... arguments) {
    return run(new DmarcCommand(commandEnvironment()), arguments);
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
        new LoopbackAws(sesEndpoint),
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

  /// The SES stand-in in place of AWS; nobody tells who calls.
  private record LoopbackAws(URI endpoint) implements CommandEnvironment.Aws {
    @Override
    public SesV2ClientBuilder ses(RegionAndProfile access) {
      return SesV2Client.builder()
          .endpointOverride(endpoint)
          .httpClientBuilder(Apache5HttpClient.builder())
          .region(Region.of(access.region()))
          .credentialsProvider(credentials(access));
    }

    @Override
    public AwsCredentialsProvider credentials(RegionAndProfile access) {
      return StaticCredentialsProvider.create(AwsBasicCredentials.create("ROLE", "secret"));
    }

    @Override
    public String caller(RegionAndProfile access, AwsCredentialsProvider credentials) {
      return "access key " + credentials.resolveCredentials().accessKeyId();
    }
  }

  @Override
  public void close() throws IOException {
    ses.close();
    dns.close();
  }
}
