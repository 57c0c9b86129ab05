package dev.postrider.cli.domain;

import java.util.Locale;

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

  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  boolean needsKeys() {
    return this != API;
  }
}
