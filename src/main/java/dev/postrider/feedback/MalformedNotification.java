package dev.postrider.feedback;

/// A notification that cannot be understood. Whoever receives it must fail visibly, so that it ends
/// in the dead letters. The message names what is missing and holds no address.
public final class MalformedNotification extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedNotification(String message) {
    super(message);
  }
}
