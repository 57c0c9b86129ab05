package dev.postrider.suppression;

/// Whose mail a suppression stops. [#text()] is the sort key in the table.
public sealed interface Scope {

  /// All mail.
  Scope EVERYWHERE = new Everywhere();

  /// `*`, `stream:NAME` or `tenant:NAME`.
  String text();

  /// The scope that [#text()] stands for.
  ///
  /// @throws IllegalArgumentException when it is none of the three forms
  static Scope parse(String text) {
    if (text.equals("*")) {
      return EVERYWHERE;
    }
    if (text.startsWith(Stream.PREFIX)) {
      return new Stream(text.substring(Stream.PREFIX.length()));
    }
    if (text.startsWith(Tenant.PREFIX)) {
      return new Tenant(text.substring(Tenant.PREFIX.length()));
    }
    throw new IllegalArgumentException(
        "scope \"" + text + "\": allowed are *, stream:NAME and tenant:NAME");
  }

  /// All mail of all streams and tenants.
  record Everywhere() implements Scope {
    @Override
    public String text() {
      return "*";
    }
  }

  /// The mail of one stream.
  record Stream(String name) implements Scope {
    private static final String PREFIX = "stream:";

    public Stream {
      requireName(PREFIX, name);
    }

    @Override
    public String text() {
      return PREFIX + name;
    }
  }

  /// The mail of one tenant.
  record Tenant(String name) implements Scope {
    private static final String PREFIX = "tenant:";

    public Tenant {
      requireName(PREFIX, name);
    }

    @Override
    public String text() {
      return PREFIX + name;
    }
  }

  private static void requireName(String prefix, String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("scope \"" + prefix + "\": a name must follow the colon");
    }
  }
}
