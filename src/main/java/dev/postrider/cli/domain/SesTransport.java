package dev.postrider.cli.domain;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// The ways into SES. Their names are public: they stand in `--way` and `--json`.
enum SesTransport {
  /// SESv2 SendEmail with the default credentials chain, as the function's role does.
  API,
  /// SESv2 SendEmail with the access key of an IAM user.
  API_KEYS,
  /// SMTP on port 587, encrypted by STARTTLS.
  SMTP_STARTTLS,
  /// SMTP on port 465, encrypted from the start.
  SMTP_TLS;

  @JsonValue
  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Reads `--way smtp-tls`. What stands there may be a secret, so that the refusal does not repeat
  /// it, as picocli's own would.
  static final class Converter implements ITypeConverter<SesTransport> {
    @Override
    public SesTransport convert(String text) {
      return Stream.of(values())
          .filter(way -> way.text().equals(text))
          .findFirst()
          .orElseThrow(
              () -> new TypeConversionException("is not api, api-keys, smtp-starttls or smtp-tls"));
    }
  }
}
