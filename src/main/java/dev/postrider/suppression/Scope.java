package dev.postrider.suppression;

/// Whose mail a suppression stops.
///
/// @param text the sort key in the table: `*` for all mail of all streams and tenants,
///     `stream:NAME` for the mail of one stream, or `tenant:NAME` for that of one tenant
public record Scope(String text) {
  private static final String STREAM = "stream:";
  private static final String TENANT = "tenant:";

  /// All mail.
  public static final Scope EVERYWHERE = new Scope("*");

  /// @throws IllegalArgumentException when the text is none of the three forms
  public Scope {
    if (text.equals(STREAM) || text.equals(TENANT)) {
      throw new IllegalArgumentException("scope \"" + text + "\": a name must follow the colon");
    }
    if (!text.equals("*") && !text.startsWith(STREAM) && !text.startsWith(TENANT)) {
      throw new IllegalArgumentException(
          "scope \"" + text + "\": allowed are *, stream:NAME and tenant:NAME");
    }
  }

  /// The mail of one stream.
  public static Scope stream(String name) {
    return new Scope(STREAM + name);
  }

  /// The mail of one tenant.
  public static Scope tenant(String name) {
    return new Scope(TENANT + name);
  }
}
