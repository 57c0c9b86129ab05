package dev.postrider.domain.mail;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/// One value of a DER encoding (X.690), just enough of it to tell keys apart.
///
/// @param start of the contents
/// @param end behind the contents, as the value says; behind the last byte when it was cut off
record Der(int tag, int start, int end) {
  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;
  private static final int LONG_FORM = 0x80;
  private static final int MOST_LENGTH_BYTES = 2;

  /// The value that begins at an offset; empty when there is none.
  static Optional<Der> at(byte[] bytes, int offset) {
    if (offset < 0 || offset + 2 > bytes.length) {
      return Optional.empty();
    }
    int first = bytes[offset + 1] & 0xff;
    int more = first < LONG_FORM ? 0 : first - LONG_FORM;
    int start = offset + 2 + more;
    if (more > MOST_LENGTH_BYTES || start > bytes.length) {
      return Optional.empty();
    }
    int length = more == 0 ? first : new BigInteger(1, bytes, offset + 2, more).intValueExact();
    return Optional.of(new Der(bytes[offset] & 0xff, start, start + length));
  }

  /// How many bytes the encoding of a key has by its own word, when that is more than there are.
  static Optional<Integer> missing(byte[] bytes) {
    return at(bytes, 0)
        .filter(der -> der.tag == SEQUENCE)
        .map(Der::end)
        .filter(end -> end > bytes.length);
  }

  /// The modulus of an RSA key that is nothing but modulus and exponent (PKCS#1).
  static Optional<BigInteger> modulus(byte[] bytes) {
    return at(bytes, 0)
        .filter(key -> key.tag == SEQUENCE && key.end == bytes.length)
        .flatMap(key -> at(bytes, key.start))
        .filter(number -> number.tag == INTEGER && number.end < bytes.length)
        .filter(number -> at(bytes, number.end).filter(e -> e.end == bytes.length).isPresent())
        .map(number -> new BigInteger(1, Arrays.copyOfRange(bytes, number.start, number.end)));
  }

  /// Whether it is a private key, in either usual form: a sequence that begins with the version 0.
  static boolean isPrivateKey(byte[] bytes) {
    return at(bytes, 0)
        .filter(key -> key.tag == SEQUENCE)
        .flatMap(key -> at(bytes, key.start))
        .filter(version -> version.tag == INTEGER && version.end - version.start == 1)
        .isPresent();
  }
}
