package dev.postrider.email;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What stands for a recipient in the ledger, in log lines and in status events. The same address
/// has the same hash everywhere in one stack, and whoever lacks the stack's key can neither compute
/// it nor test a guessed address against it (decision 0061).
@FunctionalInterface
public interface RecipientHash {

  /// The hash of a recipient, 12 characters of base64url.
  ///
  /// @param key an address in the form of [Address#key]
  String of(String key);

  /// The first 72 bits of the HMAC-SHA-256 under a secret.
  ///
  /// @param secret 32 random bytes
  static RecipientHash keyed(byte[] secret) {
    SecretKeySpec spec = new SecretKeySpec(secret, "HmacSHA256");
    return key -> {
      try {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(spec);
        byte[] digest = mac.doFinal(key.getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(digest, 9));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every JDK has HmacSHA256", e);
      }
    };
  }
}
