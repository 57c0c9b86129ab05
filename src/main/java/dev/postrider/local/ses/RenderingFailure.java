package dev.postrider.local.ses;

/// A template that could not be filled in. SES accepts such a message all the same, and then
/// publishes a Rendering Failure with this text.
final class RenderingFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  RenderingFailure(String message) {
    super(message, null, false, false);
  }

  /// Data that lacks what a template names; a JSON null is as good as missing.
  ///
  /// @param attribute as the template writes it, such as `name` or `order.total`
  static RenderingFailure missing(String attribute) {
    return new RenderingFailure(
        "Attribute '" + attribute + "' is not present in the rendering data.");
  }
}
