package dev.postrider.cli.domain;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads `--way smtp-tls`.
final class SesTransportConverter implements ITypeConverter<SesTransport> {

  @Override
  public SesTransport convert(String text) {
    for (SesTransport way : SesTransport.values()) {
      if (way.text().equals(text)) {
        return way;
      }
    }
    throw new TypeConversionException("is not api, api-keys, smtp-starttls or smtp-tls");
  }
}
