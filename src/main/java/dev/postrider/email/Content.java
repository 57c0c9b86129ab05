package dev.postrider.email;

import org.jspecify.annotations.Nullable;

/// What a message says: simple content, or a template that SES fills in.
public sealed interface Content {

  /// Subject and at least one body, sent as they are.
  record Simple(String subject, @Nullable String text, @Nullable String html) implements Content {
    @Override
    public String toString() {
      return "Simple[…]";
    }
  }

  /// Content that SES fills with the unit's template data; units that share it may share a bulk
  /// call.
  sealed interface Template extends Content {}

  /// A template stored in SES, by its name.
  record StoredTemplate(String name) implements Template {}

  /// A template carried by the message. SES substitutes simple `{{name}}` placeholders.
  record InlineTemplate(String subject, @Nullable String text, @Nullable String html)
      implements Template {
    @Override
    public String toString() {
      return "InlineTemplate[…]";
    }
  }
}
