package dev.postrider.cli.domain;

/// The message that `send-test` sends by every transport.
///
/// @param from a mailbox of the domain
/// @param to the recipient
/// @param configurationSet empty for the identity's default
record TestMail(String from, String to, String configurationSet) {
  static final String SUBJECT = "Postrider test message";

  /// The body names the transport, so that the recipient can tell the messages apart.
  static String text(SesTransport transport) {
    return "This is a test message of Postrider, sent by way of " + transport.text() + ".\n";
  }

  @Override
  public String toString() {
    return "TestMail[…]";
  }
}
