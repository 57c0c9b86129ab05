package dev.postrider.cli.domain;

import dev.postrider.domain.PropagationWait;
import java.time.InstantSource;
import java.util.function.Function;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// What the commands about domains reach outside the process. Tests put loopback servers and a
/// settable clock in.
///
/// @param variables the process's variables
/// @param dnsPort at which authoritative name servers answer
/// @param secrets asks for what must not be seen
/// @param tls makes the sockets of SMTP over TLS
public record CommandEnvironment(
    Function<String, @Nullable String> variables,
    int dnsPort,
    InstantSource clock,
    PropagationWait.Pause pause,
    SecretPrompt secrets,
    SSLSocketFactory tls) {
  static final int DNS_PORT = 53;

  /// The process's own surroundings.
  public static CommandEnvironment real() {
    return new CommandEnvironment(
        System::getenv,
        DNS_PORT,
        InstantSource.system(),
        Thread::sleep,
        SecretPrompt.ofProcess(),
        (SSLSocketFactory) SSLSocketFactory.getDefault());
  }
}
