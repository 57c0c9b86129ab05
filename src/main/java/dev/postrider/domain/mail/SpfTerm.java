package dev.postrider.domain.mail;

import org.jspecify.annotations.Nullable;

/// One term of an SPF record (RFC 7208, 4.6.1).
public sealed interface SpfTerm {

  /// As the record writes it.
  String text();

  /// A rule that may match a sender.
  ///
  /// @param qualifier `+`, `-`, `~` or `?`
  /// @param argument the domain or network behind the colon, with macros unexpanded; null when
  ///     there is none
  record Mechanism(char qualifier, Kind kind, @Nullable String argument, String text)
      implements SpfTerm {}

  /// `redirect=`, `exp=` or one that is unknown and ignored.
  record Modifier(String name, String value, String text) implements SpfTerm {}

  /// The mechanisms there are.
  enum Kind {
    ALL,
    INCLUDE,
    A,
    MX,
    PTR,
    IP4,
    IP6,
    EXISTS
  }
}
