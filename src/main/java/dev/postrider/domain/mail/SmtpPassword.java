package dev.postrider.domain.mail;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The password of SES's SMTP interface, which is not a secret of its own: it is derived from the
/// secret access key of an IAM user, for one Region.
/// https://docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html
public final class SmtpPassword {
  private static final byte VERSION = 4;
  private static final String DATE = "11111111";

  private SmtpPassword() {}

  /// Base64 of the version byte and the last signature of the chain.
  public static String derive(String secretAccessKey, String region) {
    byte[] signature = ("AWS4" + secretAccessKey).getBytes(StandardCharsets.UTF_8);
    for (String step : List.of(DATE, region, "ses", "aws4_request", "SendRawEmail")) {
      signature = hmac(signature, step);
    }
    byte[] password = new byte[signature.length + 1];
    password[0] = VERSION;
    System.arraycopy(signature, 0, password, 1, signature.length);
    return Base64.getEncoder().encodeToString(password);
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
