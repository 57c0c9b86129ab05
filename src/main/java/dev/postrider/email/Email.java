package dev.postrider.email;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One message of a producer, decoded and checked (`schema/email-v1.schema.json`).
///
/// @param id the idempotency key, `[A-Za-z0-9_-]{1,128}`
/// @param fingerprint SHA-256 of the message's canonical JSON without `id`, base64url without
///     padding: the same id with another fingerprint is ID_REUSED
/// @param tenant SES tenant and fairness group; null when there is none
/// @param sendAt not before; null means at once
/// @param expiresAt not after; null means never
/// @param units what SES gets: one for an ordinary message, one an entry of `recipients`
public record Email(
    String id,
    String fingerprint,
    Address from,
    List<Address> replyTo,
    Content content,
    String stream,
    List<Attachment> attachments,
    @Nullable String tenant,
    @Nullable Instant sendAt,
    @Nullable Instant expiresAt,
    List<Unit> units) {

  /// The stream of mail that names none.
  public static final String TRANSACTIONAL = "transactional";

  /// The stream whose mail yields to all other.
  public static final String MARKETING = "marketing";

  public Email {
    replyTo = List.copyOf(replyTo);
    attachments = List.copyOf(attachments);
    units = List.copyOf(units);
  }

  @Override
  public String toString() {
    return "Email[" + id + ", " + units.size() + " units]";
  }

  /// One SES message of an `Email`.
  ///
  /// @param entry the index in `recipients`; empty for an ordinary message
  /// @param templateData a JSON object as text, `{}` when none was given; null for simple content
  /// @param tags SES message tags: the message's own, overridden by the entry's
  /// @param headers the message's extra headers, overridden by name by the entry's
  public record Unit(
      String emailId,
      Optional<Integer> entry,
      List<Address> to,
      List<Address> cc,
      List<Address> bcc,
      @Nullable String templateData,
      Map<String, String> tags,
      List<Header> headers) {

    public Unit {
      to = List.copyOf(to);
      cc = List.copyOf(cc);
      bcc = List.copyOf(bcc);
      tags = Map.copyOf(tags);
      headers = List.copyOf(headers);
    }

    /// The key of this unit in the ledger: `id`, or `id#n` for entry n.
    public String key() {
      return entry.map(n -> emailId + "#" + n).orElse(emailId);
    }

    /// How many recipients SES counts for this unit.
    public int recipientCount() {
      return to.size() + cc.size() + bcc.size();
    }

    @Override
    public String toString() {
      return "Unit[" + key() + "]";
    }
  }
}
