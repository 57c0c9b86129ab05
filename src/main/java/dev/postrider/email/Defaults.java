package dev.postrider.email;

import org.jspecify.annotations.Nullable;

/// What stands in for fields that a message leaves out.
///
/// @param from the sender of a message that names none; null when a message must name one
public record Defaults(@Nullable Address from) {}
