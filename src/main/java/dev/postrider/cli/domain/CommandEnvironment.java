package dev.postrider.cli.domain;

import dev.postrider.domain.PropagationWait;
import java.time.InstantSource;
import java.util.function.Function;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.sesv2.SesV2ClientBuilder;

/// What the commands about domains reach outside the process. Tests put loopback servers and a
/// settable clock in.
///
/// @param aws makes SDK clients
/// @param variables the process's variables
/// @param dnsPort at which authoritative name servers answer
/// @param secrets asks for what must not be seen
/// @param tls makes the sockets of SMTP over TLS
public record CommandEnvironment(
    Aws aws,
    Function<String, @Nullable String> variables,
    int dnsPort,
    InstantSource clock,
    PropagationWait.Pause pause,
    SecretPrompt secrets,
    SSLSocketFactory tls) {

  private static final int DNS_PORT = 53;

  /// The process's own surroundings.
  public static CommandEnvironment real() {
    return new CommandEnvironment(
        new DefaultAws(),
        System::getenv,
        DNS_PORT,
        InstantSource.system(),
        Thread::sleep,
        SecretPrompt.ofProcess(),
        (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  /// AWS, as the commands need it.
  public interface Aws {

    /// A builder for clients of SES with the account's credentials.
    SesV2ClientBuilder ses(RegionAndProfile access);

    /// The credentials of the account's default chain.
    AwsCredentialsProvider credentials(RegionAndProfile access);

    /// Whose credentials these are: an ARN, or the access key's id when nobody tells.
    String caller(RegionAndProfile access, AwsCredentialsProvider credentials);
  }
}
