package dev.postrider.feedback;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The mail that an event is about.
///
/// @param messageId SES's id; empty when a bounce or a complaint did not say it
/// @param sentAt when SES accepted it
/// @param destinations all recipients of the mail; when SES did not list them, those whom its
///     headers name
/// @param listed whether SES listed the recipients
/// @param tags the first value of each SES message tag; empty in an identity's notifications
public record ReportedMail(
    String messageId,
    Instant sentAt,
    List<HashedMailbox> destinations,
    boolean listed,
    Map<String, String> tags) {

  private static final Pattern EMAIL_ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");
  private static final Pattern ENTRY = Pattern.compile("[0-9]{1,6}");

  public ReportedMail {
    destinations = List.copyOf(destinations);
    tags = Map.copyOf(tags);
  }

  /// A mail whose recipients SES listed.
  public ReportedMail(
      String messageId,
      Instant sentAt,
      List<HashedMailbox> destinations,
      Map<String, String> tags) {
    this(messageId, sentAt, destinations, true, tags);
  }

  /// Whether a mailbox is among its recipients. When neither SES nor its headers say who they were,
  /// whoever is named is (decision 0103).
  boolean wentTo(HashedMailbox mailbox) {
    return destinations.contains(mailbox) || (!listed && destinations.isEmpty());
  }

  /// Its recipient; empty when it had several, or SES did not list them.
  Optional<HashedMailbox> onlyRecipient() {
    List<HashedMailbox> distinct = destinations.stream().distinct().toList();
    return listed && distinct.size() == 1 ? Optional.of(distinct.getFirst()) : Optional.empty();
  }

  /// The unit's key in the ledger. Empty when the dispatcher's tags are missing or are not such as
  /// it writes: then the mail is not ours, and nothing in the ledger may be touched for it.
  public Optional<String> unitKey() {
    String entry = tags.get("postrider-entry");
    return Optional.ofNullable(tags.get("postrider-id"))
        .filter(id -> EMAIL_ID.matcher(id).matches())
        .filter(id -> entry == null || ENTRY.matcher(entry).matches())
        .map(id -> entry == null ? id : id + "#" + Integer.parseInt(entry));
  }

  /// The mail's stream; empty when its tag is missing.
  public Optional<String> stream() {
    return named("postrider-stream");
  }

  /// The SES tenant in whose name the mail was sent; SES adds the tag to bounces and complaints.
  public Optional<String> tenant() {
    return named("ses:tenant-name");
  }

  /// The producer's tags, without those of SES and of the dispatcher.
  public Map<String, String> ownTags() {
    Map<String, String> own = new HashMap<>(tags);
    own.keySet().removeIf(name -> name.startsWith("ses:") || name.startsWith("postrider-"));
    return own;
  }

  private Optional<String> named(String tag) {
    return Optional.ofNullable(tags.get(tag)).filter(name -> !name.isEmpty());
  }

  /// Without the tags: a producer's tag may hold anything.
  @Override
  public String toString() {
    return "Mail[" + messageId + "]";
  }
}
