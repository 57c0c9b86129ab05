package dev.postrider.ledger;

/// Why SES or a recipient's server did not take a mail, in their words.
///
/// @param code kept whole, never an address: SES's error code or the status of a bulk entry; of a
///     bounce the SMTP reply code and the enhanced status (`550 5.1.1`); of a rendering failure the
///     template and the attribute that is missing (`welcome firstName`). Empty when there was none
/// @param text free text of [dev.postrider.email.MaskedText]; empty when there was none
public record Diagnostic(String code, String text) {
  public static final Diagnostic NONE = new Diagnostic("", "");

  /// A template's name has up to 64 characters, an attribute's any number.
  private static final int LONGEST_CODE = 100;

  public Diagnostic {
    code = code.length() <= LONGEST_CODE ? code : code.substring(0, LONGEST_CODE);
  }

  /// Without a text.
  public static Diagnostic of(String code) {
    return new Diagnostic(code, "");
  }
}
