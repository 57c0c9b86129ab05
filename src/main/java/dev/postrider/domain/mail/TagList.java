package dev.postrider.domain.mail;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The `name=value; name=value` of DKIM keys and DMARC records (RFC 6376, 3.2).
///
/// @param tags in the record's order
/// @param malformed parts that are not a tag; an empty one as `;;`
public record TagList(List<Tag> tags, List<String> malformed) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

  public TagList {
    tags = List.copyOf(tags);
    malformed = List.copyOf(malformed);
  }

  /// One tag.
  ///
  /// @param name as written
  /// @param value as written, without the white space around it
  public record Tag(String name, String value) {}

  /// Reads any text; what is not a tag stands in `malformed`. An empty part counts as malformed,
  /// but not behind the last semicolon.
  public static TagList parse(String text) {
    List<Tag> tags = new ArrayList<>();
    List<String> malformed = new ArrayList<>();
    String[] parts = text.split(";", -1);
    for (int i = 0; i < parts.length; i++) {
      String part = parts[i].strip();
      int equals = part.indexOf('=');
      String name = equals < 0 ? "" : part.substring(0, equals).strip();
      if (NAME.matcher(name).matches()) {
        tags.add(new Tag(name, part.substring(equals + 1).strip()));
      } else if (!part.isEmpty()) {
        malformed.add(part);
      } else if (i < parts.length - 1) {
        malformed.add(";;");
      }
    }
    return new TagList(tags, malformed);
  }

  /// The same tags with names in lower case, as DMARC reads them. DKIM's names are as written.
  public TagList lowerCased() {
    return new TagList(
        tags.stream().map(tag -> new Tag(tag.name.toLowerCase(Locale.ROOT), tag.value)).toList(),
        malformed);
  }

  /// The names that stand more than once, each once.
  public List<String> repeated() {
    Set<String> seen = new LinkedHashSet<>();
    return tags.stream().map(Tag::name).filter(name -> !seen.add(name)).distinct().toList();
  }

  /// The first value under a name.
  public Optional<String> get(String name) {
    return tags.stream().filter(tag -> tag.name.equals(name)).map(Tag::value).findFirst();
  }

  /// All values under a name: a tag that is given twice has two.
  public List<String> all(String name) {
    return tags.stream().filter(tag -> tag.name.equals(name)).map(Tag::value).toList();
  }

  /// The same tags with one value set, once: in its old place, or right behind `after` when it is
  /// new.
  public TagList with(String name, String value, String after) {
    List<String> names = tags.stream().map(Tag::name).toList();
    int old = names.indexOf(name);
    List<Tag> changed = new ArrayList<>(without(name).tags);
    changed.add(old < 0 ? names.indexOf(after) + 1 : old, new Tag(name, value));
    return new TagList(changed, malformed);
  }

  /// The same tags without one.
  public TagList without(String name) {
    return new TagList(tags.stream().filter(tag -> !tag.name.equals(name)).toList(), malformed);
  }

  /// As a record's text: `v=DMARC1; p=none`.
  public String text() {
    return tags.stream().map(tag -> tag.name + "=" + tag.value).collect(Collectors.joining("; "));
  }
}
