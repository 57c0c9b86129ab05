package dev.postrider.cli.domain;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// The value of an option that takes none. What stands behind it may be a secret, so that the
/// refusal does not repeat it, as picocli's own would.
final class FlagConverter implements ITypeConverter<Boolean> {
  @Override
  public Boolean convert(String value) {
    if (value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false")) {
      return Boolean.valueOf(value);
    }
    throw new TypeConversionException("it takes no value");
  }
}
