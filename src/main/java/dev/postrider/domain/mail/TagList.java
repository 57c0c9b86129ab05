package dev.postrider.domain.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// The `name=value; name=value` of DKIM keys and DMARC records (RFC 6376, 3.2).
///
/// @param tags in the record's order
/// @param problems parts that are not a tag, and tags given twice
public record TagList(List<Tag> tags, List<String> problems) {
  public TagList {
    tags = List.copyOf(tags);
    problems = List.copyOf(problems);
  }

  /// One tag.
  ///
  /// @param name lower-cased
  /// @param value as written, without the white space around it
  public record Tag(String name, String value) {}

  /// Reads any text; what is wrong with it stands in `problems`.
  public static TagList parse(String text) {
    List<Tag> tags = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (String part : text.split(";", -1)) {
      if (part.isBlank()) {
        continue;
      }
      int equals = part.indexOf('=');
      if (equals < 1) {
        problems.add("'" + part.strip() + "' is not name=value");
        continue;
      }
      Tag tag =
          new Tag(
              part.substring(0, equals).strip().toLowerCase(Locale.ROOT),
              part.substring(equals + 1).strip());
      if (tags.stream().anyMatch(other -> other.name.equals(tag.name))) {
        problems.add("'" + tag.name + "' is given twice");
      }
      tags.add(tag);
    }
    return new TagList(tags, problems);
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
    List<Tag> changed = new ArrayList<>();
    boolean set = false;
    String place = get(name).isPresent() ? name : after;
    for (Tag tag : tags) {
      if (!tag.name.equals(name)) {
        changed.add(tag);
      }
      if (!set && tag.name.equals(place)) {
        changed.add(new Tag(name, value));
        set = true;
      }
    }
    return new TagList(changed, problems);
  }

  /// The same tags without one.
  public TagList without(String name) {
    return new TagList(tags.stream().filter(tag -> !tag.name.equals(name)).toList(), problems);
  }

  /// As a record's text: `v=DMARC1; p=none`.
  public String text() {
    return tags.stream().map(tag -> tag.name + "=" + tag.value).collect(Collectors.joining("; "));
  }
}
