package dev.postrider.cli.domain;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads `--way smtp-tls`.
final class WayConverter implements ITypeConverter<Way> {

  @Override
  public Way convert(String text) {
    for (Way way : Way.values()) {
      if (way.text().equals(text)) {
        return way;
      }
    }
    throw new TypeConversionException("is not api, api-keys, smtp-starttls or smtp-tls");
  }
}
