package dev.postrider.domain.mail;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/// A DKIM public key as a TXT record publishes it (RFC 6376, 3.6.1; RFC 8463).
public sealed interface DkimKey {

  /// A key that receivers can verify with.
  ///
  /// @param type `rsa` or `ed25519`
  /// @param bits the length of an RSA modulus; 256 for Ed25519
  record Usable(String type, int bits) implements DkimKey {}

  /// `p=` without a value: the owner withdrew the key.
  record Revoked() implements DkimKey {}

  /// Not a key.
  ///
  /// @param why in words
  record Broken(String why) implements DkimKey {}

  /// Reads one TXT value.
  static DkimKey parse(String text) {
    TagList tags = TagList.parse(text);
    if (!tags.get("v").orElse("DKIM1").equals("DKIM1")) {
      return new Broken("its version is not DKIM1");
    }
    if (tags.get("p").isEmpty()) {
      return new Broken("it has no p= with a key");
    }
    String key = tags.get("p").get().replaceAll("\\s", "");
    if (key.isEmpty()) {
      return new Revoked();
    }
    String type = tags.get("k").orElse("rsa");
    return switch (type) {
      case "rsa" -> rsa(key);
      case "ed25519" -> new Usable(type, 256);
      default -> new Broken("its type '" + type + "' is unknown");
    };
  }

  private static DkimKey rsa(String key) {
    try {
      byte[] der = Base64.getDecoder().decode(key);
      RSAPublicKey rsa =
          (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
      return new Usable("rsa", rsa.getModulus().bitLength());
    } catch (IllegalArgumentException e) {
      return new Broken("its p= is not base64");
    } catch (GeneralSecurityException e) {
      return new Broken("its p= is cut off, or no RSA key");
    }
  }
}
