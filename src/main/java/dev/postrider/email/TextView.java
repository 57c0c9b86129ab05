package dev.postrider.email;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A text as it stands or with what is encoded in it decoded, and where each of its characters
/// stands in the original. Servers write an address as they got it, or encoded for a URL, a mail, a
/// page or a program.
final class TextView {
  private static final Pattern OF_URLS =
      Pattern.compile("(?:%[89A-Fa-f]\\p{XDigit})+|%[0-7]\\p{XDigit}");

  /// Quoted-printable. Lower case only in ASCII: `=ad` is mostly the beginning of a name.
  private static final Pattern OF_MAIL =
      Pattern.compile("(?:=[89A-F][0-9A-F])+|=[2-7]\\p{XDigit}|=\\r?\\n");

  private static final Pattern OF_PAGES =
      Pattern.compile("&(?:#\\d{1,9}|#[xX]\\p{XDigit}{1,7}|commat|period|lowbar|plus);");

  private static final Pattern OF_PROGRAMS =
      Pattern.compile("\\\\(?:u\\p{XDigit}{4}|x\\p{XDigit}{2}|[0-3][0-7]{2}|[nrt])");

  private static final List<Pattern> ENCODINGS = List.of(OF_URLS, OF_MAIL, OF_PAGES, OF_PROGRAMS);

  private static final Map<String, Integer> ENTITIES =
      Map.of("commat", (int) '@', "period", (int) '.', "lowbar", (int) '_', "plus", (int) '+');

  private final String text;

  /// Of each character the beginning and the end of what it stands for in the original.
  private final int[] begins;

  private final int[] ends;

  private TextView(String text, int[] begins, int[] ends) {
    this.text = text;
    this.begins = begins;
    this.ends = ends;
  }

  /// The distinct views of a text: as it is, with each encoding decoded, and with all, also twice.
  static Collection<TextView> of(String text) {
    int[] begins = new int[text.length()];
    int[] ends = new int[text.length()];
    for (int i = 0; i < text.length(); i++) {
      begins[i] = i;
      ends[i] = i + 1;
    }
    TextView plain = new TextView(text, begins, ends);
    List<TextView> views = new ArrayList<>(List.of(plain));
    ENCODINGS.forEach(encoding -> views.add(plain.decoded(encoding)));
    TextView all = plain;
    for (int times = 0; times < 2; times++) {
      for (Pattern encoding : ENCODINGS) {
        all = all.decoded(encoding);
      }
      views.add(all);
    }
    Map<String, TextView> distinct = new LinkedHashMap<>();
    views.forEach(view -> distinct.putIfAbsent(view.text, view));
    return distinct.values();
  }

  String text() {
    return text;
  }

  /// Marks in the original what stands in the view from one index to another.
  void mark(int from, int to, BitSet original) {
    if (from < to) {
      original.set(begins[from], ends[to - 1]);
    }
  }

  private TextView decoded(Pattern encoding) {
    StringBuilder decoded = new StringBuilder();
    int[] newBegins = new int[text.length()];
    int[] newEnds = new int[text.length()];
    Matcher found = encoding.matcher(text);
    int next = 0;
    while (next < text.length()) {
      int start = found.find(next) ? found.start() : text.length();
      for (; next < start; next++) {
        newBegins[decoded.length()] = begins[next];
        newEnds[decoded.length()] = ends[next];
        decoded.append(text.charAt(next));
      }
      if (start < text.length()) {
        String characters = characters(found.group());
        next = found.end();
        for (int i = 0; i < characters.length(); i++) {
          newBegins[decoded.length()] = begins[start];
          newEnds[decoded.length()] = ends[next - 1];
          decoded.append(characters.charAt(i));
        }
      }
    }
    return new TextView(decoded.toString(), newBegins, newEnds);
  }

  /// What an encoded text stands for; never longer than it. A space keeps together what was one.
  private static String characters(String encoded) {
    String inner = encoded.substring(1).strip();
    String decoded =
        switch (encoded.charAt(0)) {
          case '%', '=' -> new String(HexFormat.of().parseHex(inner.replaceAll("[%=]", "")), UTF_8);
          case '&' -> character(ofEntity(inner.substring(0, inner.length() - 1)));
          default -> character(ofEscape(inner));
        };
    return decoded.replaceAll("[\\s\\p{Cntrl}]", "_");
  }

  private static String character(int codePoint) {
    return Character.isValidCodePoint(codePoint) ? Character.toString(codePoint) : "_";
  }

  private static int ofEntity(String name) {
    if (name.charAt(0) != '#') {
      return ENTITIES.getOrDefault(name, (int) '_');
    }
    boolean hex = Character.toLowerCase(name.charAt(1)) == 'x';
    return Integer.parseInt(name.substring(hex ? 2 : 1), hex ? 16 : 10);
  }

  private static int ofEscape(String escape) {
    return switch (escape.charAt(0)) {
      case 'u', 'x' -> Integer.parseInt(escape.substring(1), 16);
      case 'n', 'r', 't' -> '_';
      default -> Integer.parseInt(escape, 8);
    };
  }
}
