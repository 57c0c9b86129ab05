package dev.postrider.email;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/// Bodies that no honest producer writes: each spends its bytes on what could cost a reader most.
final class HostileBodies {
  /// Room for what stands around the filling.
  private static final int LARGEST = Limits.BODY_BYTES - 100_000;

  private static final List<String> SMALL =
      List.of(
          "1",
          "{}",
          "[]",
          "\"\"",
          "\"a\"",
          "{\"\":0}",
          "{\"a\":[{}]}",
          "[[[]]]",
          "null",
          "true",
          "1e999999999",
          "1e9999999999",
          "-0.0",
          "\"\\u0001\"",
          "\"\\u0000\"",
          "\"\\ud83d\"",
          "\"é\\n\"",
          "\"😀\"");

  private HostileBodies() {}

  /// @param name says what the body is made of
  record Hostile(String name, String body) {
    @Override
    public String toString() {
      return name;
    }
  }

  /// Every shape, as large as a body may be.
  static Stream<Hostile> largest() {
    return Stream.concat(
        SMALL.stream().map(item -> new Hostile("an array of " + item, data(array(item, LARGEST)))),
        Stream.of(
            new Hostile(
                "names of 64 around an array", data(nested(60, 64, array("1", LARGEST - 5_000)))),
            new Hostile(
                "names of 1,000 around an array", data(nested(60, 1_000, array("1", 900_000)))),
            new Hostile(
                "names of 64 around U+0000", data(nested(60, 64, array("\"\\u0000\"", 900_000)))),
            new Hostile("63 arrays, again and again", data(array(brackets(61), LARGEST))),
            new Hostile("65 arrays", data("{\"a\":" + brackets(65) + "}")),
            new Hostile("arrays without end", data("[".repeat(LARGEST))),
            new Hostile("objects without end", data("{\"a\":".repeat(LARGEST / 5))),
            new Hostile("fields of data", data(object(i -> "\"" + i + "\":0", LARGEST))),
            new Hostile(
                "names of one hash", data(object(i -> name(i, "Aa", "BB") + ":0", LARGEST))),
            new Hostile(
                "names of one hash of Jackson's",
                data(object(i -> name(i, "Ab", "BA") + ":0", LARGEST))),
            new Hostile("a field given often", data(object(i -> "\"a\":0", LARGEST))),
            new Hostile("a long string", data("{\"a\":\"" + "x".repeat(LARGEST) + "\"}")),
            new Hostile("escapes", data("{\"a\":\"" + "\\u0001".repeat(LARGEST / 6) + "\"}")),
            new Hostile("emoji", data("{\"a\":\"" + "😀".repeat(LARGEST / 4) + "\"}")),
            new Hostile("a long number", data("{\"a\":" + "1".repeat(LARGEST) + "}")),
            new Hostile("numbers of 1,000 digits", data(array("1".repeat(1_000), LARGEST))),
            new Hostile("a long name", data("{\"" + "n".repeat(LARGEST) + "\":1}")),
            new Hostile("unknown fields", object(i -> "\"" + i + "\":0", LARGEST)),
            new Hostile("tags", with("tags", object(i -> "\"" + i + "\":\"\\n\"", LARGEST))),
            new Hostile("headers", with("headers", object(i -> "\"" + i + "\":\"\\n\"", LARGEST))),
            new Hostile("mailboxes", "{\"to\":" + array("\"a@b.c\"", LARGEST) + "}"),
            new Hostile("a long mailbox", "{\"to\":\"" + "<".repeat(LARGEST) + "\"}"),
            new Hostile("a subject of braces", inline("{".repeat(LARGEST))),
            new Hostile("a subject of placeholders", inline("{{a}}".repeat(LARGEST / 5))),
            new Hostile("a subject of dots", inline("{{" + ".a".repeat(LARGEST / 2) + "}}")),
            new Hostile("a text of braces", inlineText("{".repeat(LARGEST), "")),
            new Hostile("a text of pairs of braces", inlineText("{{}}".repeat(LARGEST / 4), "")),
            new Hostile("a text of comments", inlineText("{{!--}}".repeat(LARGEST / 7), "")),
            new Hostile(
                "a text of comments that do not end",
                inlineText("{{!--a}}".repeat(LARGEST / 8), "")),
            new Hostile("a text of placeholders", inlineText(placeholders(LARGEST / 2), "")),
            new Hostile(
                "a text of placeholders that data holds",
                inlineText(
                    placeholders(LARGEST / 3),
                    "\"data\":" + object(i -> "\"" + i + "\":0", LARGEST / 2) + ",")),
            new Hostile(
                "entries that hold one path of many",
                inlineText(paths(LARGEST / 2), entries(",\"data\":{\"a\":0}") + ",")),
            new Hostile(
                "entries that lack placeholders",
                inlineText(placeholders(LARGEST / 2), entries(",\"data\":{}") + ",")),
            new Hostile("dots and spaces at the end of a name", filename(". ".repeat(LARGEST / 2))),
            new Hostile("numbers of zeros", data(array("1" + "0".repeat(998), LARGEST))),
            new Hostile("exponents", data(array("1e" + "0".repeat(900) + "9", LARGEST))),
            new Hostile("two mailboxes", "{\"to\":" + array("\"a@b.cc,d@e.ff\"", 500) + "}"),
            new Hostile("attachments", with("attachments", array("{\"filename\":\"\"}", LARGEST))),
            new Hostile("a broken attachment", attachment("=".repeat(LARGEST))),
            new Hostile("an attachment", attachment("AAAA".repeat(LARGEST / 4))),
            new Hostile("empty entries", template("\"recipients\":" + array("{}", LARGEST))),
            new Hostile("entries that share 40 tags", template(tags() + entries(""))),
            new Hostile("entries that multiply the data", multiplying()),
            new Hostile(
                "entries that multiply fields",
                template(
                    "\"data\":"
                        + object(i -> "\"" + i + "\":0", 2_000)
                        + ","
                        + entries(",\"data\":{}")))));
  }

  /// A small message that becomes a million characters of two bytes each.
  static String multiplying() {
    return template("\"data\":{\"a\":\"€" + "x".repeat(2_000) + "\"}," + entries(",\"data\":{}"));
  }

  /// A shape by chance, up to 200 KB.
  static Hostile random(long seed) {
    Random random = new Random(seed);
    String item = SMALL.get(random.nextInt(SMALL.size()));
    int bytes = random.nextInt(200_000);
    String value =
        switch (random.nextInt(3)) {
          case 0 -> array(item, bytes);
          case 1 -> object(i -> "\"" + i + "\":" + item, bytes);
          default -> object(i -> name(i, "Aa", "BB") + ":" + item, bytes);
        };
    String deep = nested(random.nextInt(66), 1 + random.nextInt(1_001), value);
    String body =
        switch (random.nextInt(6)) {
          case 0 -> with("tags", deep);
          case 1 -> with("headers", deep);
          case 2 -> template("\"recipients\":[{\"to\":\"a@b.cc\",\"data\":" + deep + "}]");
          case 3 -> deep;
          default -> data(deep);
        };
    return new Hostile("seed " + seed + ", of " + item, body);
  }

  private static String data(String data) {
    return template("\"data\":" + (data.startsWith("[") ? "{\"a\":" + data + "}" : data));
  }

  private static String template(String fields) {
    String to = fields.contains("\"recipients\"") ? "" : "\"to\":\"kim@example.net\",";
    return "{\"template\":{\"name\":\"t\"}," + to + fields + "}";
  }

  private static String inline(String subject) {
    return "{\"to\":\"kim@example.net\",\"template\":{\"subject\":\""
        + subject
        + "\",\"text\":\"t\"}}";
  }

  private static String inlineText(String text, String fields) {
    String to = fields.contains("\"recipients\"") ? "" : "\"to\":\"kim@example.net\",";
    return "{" + to + fields + "\"template\":{\"subject\":\"s\",\"text\":\"" + text + "\"}}";
  }

  private static String placeholders(int bytes) {
    return repeated(i -> "{{" + i + "}}", bytes);
  }

  private static String paths(int bytes) {
    return repeated(i -> "{{a." + i + "}}", bytes);
  }

  private static String repeated(IntFunction<String> part, int bytes) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < bytes; i++) {
      text.append(part.apply(i));
    }
    return text.toString();
  }

  private static String filename(String name) {
    return with("attachments", "[{\"filename\":\"" + name + "\",\"content\":\"QQ==\"}]");
  }

  private static String with(String field, String value) {
    return "{\"to\":\"kim@example.net\",\"subject\":\"s\",\"text\":\"t\",\""
        + field
        + "\":"
        + value
        + "}";
  }

  private static String attachment(String content) {
    return with("attachments", "[{\"filename\":\"a\",\"content\":\"" + content + "\"}]");
  }

  private static String entries(String fields) {
    return "\"recipients\":["
        + String.join(",", Collections.nCopies(500, "{\"to\":\"a@b.cc\"" + fields + "}"))
        + "]";
  }

  private static String tags() {
    return "\"tags\":" + object(i -> "\"" + i + "\":\"v\"", 300) + ",";
  }

  private static String nested(int levels, int nameLength, String value) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < levels; i++) {
      text.append("{\"").append("n".repeat(nameLength)).append("\":");
    }
    return text.append(value).append("}".repeat(levels)).toString();
  }

  private static String brackets(int levels) {
    return "[".repeat(levels) + "]".repeat(levels);
  }

  private static String array(String item, int bytes) {
    int length = item.getBytes(StandardCharsets.UTF_8).length + 1;
    return "[" + String.join(",", Collections.nCopies(Math.max(1, bytes / length), item)) + "]";
  }

  private static String object(IntFunction<String> field, int bytes) {
    StringBuilder text = new StringBuilder("{").append(field.apply(0));
    for (int i = 1; text.length() < bytes; i++) {
      text.append(',').append(field.apply(i));
    }
    return text.append('}').toString();
  }

  /// The i-th name of one hash, made of two pieces of one hash.
  private static String name(int i, String zero, String one) {
    StringBuilder name = new StringBuilder("\"");
    for (int bit = 0; bit < 17; bit++) {
      name.append((i >> bit & 1) == 0 ? zero : one);
    }
    return name.append('"').toString();
  }
}
