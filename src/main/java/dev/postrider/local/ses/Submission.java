package dev.postrider.local.ses;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One message as a SendEmail call or one entry of a SendBulkEmail call asks for it.
///
/// @param operation `SendEmail` or `SendBulkEmail`
/// @param from mailbox in the header form, `"Name" <local@domain>` or bare
/// @param configurationSet null when the call names none
/// @param tenant null when the call names none
public record Submission(
    String operation,
    String from,
    List<String> replyTo,
    List<String> to,
    List<String> cc,
    List<String> bcc,
    MailContent content,
    Map<String, String> tags,
    @Nullable String configurationSet,
    @Nullable String tenant) {

  /// The domain of SES's mailbox simulator.
  static final String SIMULATOR_DOMAIN = "simulator.amazonses.com";

  public Submission {
    replyTo = List.copyOf(replyTo);
    to = List.copyOf(to);
    cc = List.copyOf(cc);
    bcc = List.copyOf(bcc);
    tags = Map.copyOf(tags);
  }

  /// All recipients in the order to, cc, bcc, as bare addresses.
  public List<String> recipients() {
    return Stream.of(to, cc, bcc).flatMap(List::stream).map(HeaderMailbox::address).toList();
  }

  /// How many recipients count to the daily quota: the simulator's do not.
  int quotaRecipients() {
    return (int)
        recipients().stream()
            .filter(r -> !HeaderMailbox.domain(r).equals(SIMULATOR_DOMAIN))
            .count();
  }

  /// The unit of mail that the dispatcher's tags name: `id` or `id#entry`.
  public Optional<String> unit() {
    String entry = tags.get("postrider-entry");
    return Optional.ofNullable(tags.get("postrider-id"))
        .map(id -> entry == null ? id : id + "#" + entry);
  }

  @Override
  public String toString() {
    return "Submission[" + operation + ", " + recipients().size() + " recipients]";
  }
}
