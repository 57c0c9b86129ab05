package dev.postrider.email;

/// Every number that a message is measured by. Those of SES come from its API reference
/// (https://docs.aws.amazon.com/ses/latest/APIReference-V2/); the others are Postrider's own and
/// say why.
///
/// SES's bound of 40 MB a message needs no check: a body that fits SQS stays far below it.
final class Limits {

  /// Bytes of a message body in UTF-8: SQS's 1,048,576 less 16,384 for the attributes of a deferred
  /// copy, which count to the same bound.
  static final int BODY_BYTES = 1_048_576 - 16_384;

  /// Levels of nesting that are read: template data of deeper structure is refused.
  static final int NESTING = 64;

  /// Characters of one number. Numbers are kept as text, so nothing is computed from them.
  static final int NUMBER_CHARACTERS = 1_000;

  /// Characters of one field name.
  static final int FIELD_NAME_CHARACTERS = 1_000;

  /// Problems that one message reports.
  static final int PROBLEMS = 10;

  /// Recipients of one SES message, and mailboxes in one list.
  static final int RECIPIENTS = 50;

  /// Entries of `recipients`: ten bulk calls.
  static final int ENTRIES = 500;

  /// Characters of one unit's template data.
  static final int TEMPLATE_DATA_CHARACTERS = 262_144;

  /// Characters of the template data of all entries, after the message's own `data` was merged in:
  /// fifty messages of 500 entries with large defaults would otherwise outgrow the function's
  /// memory.
  static final int ALL_TEMPLATE_DATA_CHARACTERS = 1_048_576;

  /// Extra headers of one unit.
  static final int HEADERS = 15;

  /// Characters of a header's name, of its value, and of both.
  static final int HEADER_NAME = 126;

  static final int HEADER_VALUE = 995;
  static final int HEADER = 996;

  /// Tags of one unit: SES takes 50, Postrider adds its own.
  static final int TAGS = 40;

  /// Characters of a tag's name or value.
  static final int TAG = 256;

  /// Characters of an id.
  static final int ID = 128;

  /// Characters of the name of a stream or a tenant.
  static final int NAME = 64;

  /// Characters of the name of a stored template; SES publishes no bound.
  static final int TEMPLATE_NAME = 128;

  /// Characters of a subject: one line of a mail (RFC 5322, 2.1.1).
  static final int SUBJECT = 998;

  /// Characters of a display name.
  static final int DISPLAY_NAME = 256;

  /// Characters of a mailbox as it is written: a display name whose every character is escaped,
  /// the longest address, and room for blanks. It also bounds the work of reading one.
  static final int MAILBOX = 1_000;

  /// Characters of a mailbox as SES is given it, an encoded display name among them: SES refuses
  /// more with "Address length is more than 320 characters/bytes long".
  static final int ENCODED_MAILBOX = 320;

  /// Octets of a local part, of a domain and of one of its labels (RFC 5321, 4.5.3.1).
  static final int LOCAL_PART = 64;

  static final int DOMAIN = 255;
  static final int DOMAIN_LABEL = 63;

  /// Attachments: far below the 500 MIME parts of SES.
  static final int ATTACHMENTS = 100;

  static final int FILENAME = 255;
  static final int CONTENT_TYPE = 78;
  static final int CONTENT_ID = 78;

  private Limits() {}
}
