package dev.postrider.domain.mail;

import dev.postrider.domain.mail.DkimKey.Broken;
import dev.postrider.domain.mail.DkimKey.Defect;
import dev.postrider.domain.mail.DkimKey.Usable;
import dev.postrider.domain.mail.DkimKey.Weakness;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads the tags of one DKIM key record as receivers do. Names of tags are as written (RFC 6376,
/// 3.2): `P=` is not `p=`.
///
/// @param tags of the record
record DkimKeyReader(TagList tags) {
  private static final int MOST_BITS = 4096;
  private static final int ED25519_BYTES = 32;

  DkimKey key() {
    Optional<Broken> broken = list().or(this::version).or(this::use);
    if (broken.isPresent()) {
      return broken.get();
    }
    String key = tags.get("p").orElseThrow().replaceAll("\\s", "");
    if (key.isEmpty()) {
      return new DkimKey.Revoked();
    }
    String type = tags.get("k").orElse("rsa").toLowerCase(Locale.ROOT);
    return switch (type) {
      case "rsa", "ed25519" -> decoded(type, key);
      default -> new Broken(Defect.TYPE, type);
    };
  }

  /// A list that is not one, or that has a tag twice, is invalid as a whole (RFC 6376, 3.2).
  private Optional<Broken> list() {
    if (!tags.malformed().isEmpty() && tags.get("p").isPresent()) {
      return broken(Defect.NOT_A_TAG, tags.malformed().getFirst());
    }
    return tags.repeated().stream().findFirst().map(name -> new Broken(Defect.TWICE, name));
  }

  private Optional<Broken> version() {
    Optional<String> version = tags.get("v");
    if (version.isPresent() && !version.get().equals("DKIM1")) {
      return broken(Defect.VERSION);
    }
    return version.isPresent() && !tags.tags().getFirst().name().equals("v")
        ? broken(Defect.VERSION_NOT_FIRST)
        : Optional.empty();
  }

  private Optional<Broken> use() {
    if (tags.get("p").isEmpty()) {
      return broken(Defect.NO_KEY);
    }
    if (!allows("h", "sha256", "sha256")) {
      return broken(Defect.HASH, tags.get("h").orElse(""));
    }
    return allows("s", "*", "email")
        ? Optional.empty()
        : broken(Defect.SERVICE, tags.get("s").orElse(""));
  }

  /// Whether a tag is missing, or its list has one of two values; values that are unknown are
  /// passed over.
  private boolean allows(String tag, String one, String other) {
    return tags.get(tag).map(DkimKeyReader::list).stream()
        .allMatch(values -> values.contains(one) || values.contains(other));
  }

  private static List<String> list(String value) {
    return Arrays.stream(value.toLowerCase(Locale.ROOT).split(":", -1)).map(String::strip).toList();
  }

  private DkimKey decoded(String type, String key) {
    if (key.contains("-----")) {
      return new Broken(Defect.PEM);
    }
    if (key.matches("(?s).*[\"'\\\\,\u201c\u201d\u2018\u2019].*")) {
      return new Broken(Defect.QUOTES);
    }
    if (!key.matches("[A-Za-z0-9+/]+={0,2}")) {
      return new Broken(Defect.NOT_BASE64);
    }
    byte[] bytes = bytes(key);
    if (type.equals("rsa")) {
      return rsa(bytes);
    }
    return bytes.length == ED25519_BYTES
        ? new Usable(type, Byte.SIZE * ED25519_BYTES, flaws())
        : new Broken(Defect.NOT_ED25519, Integer.toString(bytes.length));
  }

  /// The bytes; of a text that was cut off within a group of four, those of the whole groups.
  private static byte[] bytes(String key) {
    String bare = key.replace("=", "");
    return Base64.getDecoder()
        .decode(bare.length() % 4 == 1 ? bare.substring(0, bare.length() - 1) : bare);
  }

  private DkimKey rsa(byte[] der) {
    Optional<Integer> bits = Der.modulus(der).map(BigInteger::bitLength);
    if (bits.isPresent()) {
      return usable(bits.get(), Weakness.PKCS1);
    }
    try {
      PublicKey key = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
      return usable(((RSAPublicKey) key).getModulus().bitLength());
    } catch (GeneralSecurityException e) {
      return Der.missing(der)
          .map(size -> new Broken(Defect.CUT, size.toString(), Integer.toString(der.length)))
          .orElseGet(() -> new Broken(Der.isPrivateKey(der) ? Defect.PRIVATE : Defect.NOT_RSA));
    }
  }

  private Usable usable(int bits, Weakness... more) {
    List<Weakness> flaws = new ArrayList<>(flaws());
    flaws.addAll(List.of(more));
    if (bits > MOST_BITS) {
      flaws.add(Weakness.LONG);
    }
    return new Usable("rsa", bits, flaws);
  }

  private List<Weakness> flaws() {
    return tags.get("t").filter(flags -> list(flags).contains("y")).isPresent()
        ? List.of(Weakness.TESTING)
        : List.of();
  }

  private static Optional<Broken> broken(Defect reason, String... arguments) {
    return Optional.of(new Broken(reason, arguments));
  }
}
