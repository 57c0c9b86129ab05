package dev.postrider.email;

/// Numbers of JSON (RFC 8259, 6) as text. Nothing is computed, so that a number costs what its
/// length is.
final class JsonNumber {
  /// Zeros that are written out rather than given as an exponent.
  private static final int ZEROS = 40;

  private JsonNumber() {}

  /// The one text for a value: `12.5` for `12.50`, `100` for `1e2`, `0` for `-0.0`. An exponent of
  /// more than nine digits leaves the number as it was.
  static String canonical(String number) {
    int e = Math.max(number.indexOf('e'), number.indexOf('E'));
    String mantissa = e < 0 ? number : number.substring(0, e);
    String exponent = e < 0 ? "0" : number.substring(e + 1);
    boolean signed = exponent.startsWith("-") || exponent.startsWith("+");
    if (exponent.length() > (signed ? 10 : 9)) {
      return number;
    }
    String sign = mantissa.startsWith("-") ? "-" : "";
    int dot = mantissa.indexOf('.');
    int ones = (dot < 0 ? mantissa.length() : dot) - sign.length();
    String digits = mantissa.substring(sign.length()).replace(".", "");
    int first = 0;
    int last = digits.length();
    while (first < last && digits.charAt(first) == '0') {
      first++;
    }
    while (last > first && digits.charAt(last - 1) == '0') {
      last--;
    }
    return first == last
        ? "0"
        : sign + placed(digits.substring(first, last), ones - first + Integer.parseInt(exponent));
  }

  /// @param digits without zeros at either end
  /// @param point how many of them stand before the decimal point
  private static String placed(String digits, int point) {
    int zeros = point - digits.length();
    if (point > 0 && zeros <= ZEROS) {
      return zeros >= 0
          ? digits + "0".repeat(zeros)
          : digits.substring(0, point) + "." + digits.substring(point);
    }
    return point <= 0 && point > -ZEROS ? "0." + "0".repeat(-point) + digits : digits + "e" + zeros;
  }
}
