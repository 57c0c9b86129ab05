package dev.postrider.domain.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What receivers make of DKIM key records (RFC 6376, 3.6.1; RFC 8301; RFC 8463).
class DkimKeyTest {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z0-9]+)}");
  private static final KeyPair PAIR = pair("RSA", 1024);

  /// A record with placeholders for keys, and what becomes of it: type and bits of a key with its
  /// flaws, or why it is none.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          # v is not required; where it is given it comes first and is exact
          v=DKIM1; k=rsa; p={2048} | rsa 2048
          v=DKIM1;k=rsa;p={2048} | rsa 2048
          v = DKIM1 ; k = rsa ; p = {2048} ; | rsa 2048
          k=rsa; p={2048} | rsa 2048
          p={2048} | rsa 2048
          v=DKIM1; p={2048} | rsa 2048
          v=dkim1; p={2048} | VERSION
          v=DKIM2; p={2048} | VERSION
          v=DKIM1.0; p={2048} | VERSION
          "v=DKIM1\\; k=rsa\\; p={2048}" | VERSION
          k=rsa; v=DKIM1; p={2048} | VERSION_NOT_FIRST
          p={2048}; v=DKIM1 | VERSION_NOT_FIRST
          # Names of tags are as written; a list with a tag twice, or with what is no tag, is invalid
          v=DKIM1; P={2048} | NO_KEY
          V=DKIM1; p={2048} | rsa 2048
          v=DKIM1; K=ed25519; p={2048} | rsa 2048
          v=DKIM1; p={2048}; p={2048} | TWICE
          v=DKIM1; k=rsa; k=rsa; p={2048} | TWICE
          v=DKIM1; v=DKIM1; p={2048} | TWICE
          v=DKIM1; t=s; t=y; p={2048} | TWICE
          v=DKIM1; p={2048}; rest | NOT_A_TAG
          v=DKIM1;; p={2048} | NOT_A_TAG
          v=DKIM1 k=rsa p={2048} | VERSION
          v=DKIM1; k=rsa, p={2048} | NO_KEY
          # Unknown tags and the old g= are passed over
          v=DKIM1; x=y; p={2048} | rsa 2048
          v=DKIM1; g=*; p={2048} | rsa 2048
          v=DKIM1; n=a note of ours; p={2048} | rsa 2048
          # h: SHA-256 must be among the hashes; RFC 8301 did away with SHA-1
          v=DKIM1; h=sha256; p={2048} | rsa 2048
          v=DKIM1; h=sha1:sha256; p={2048} | rsa 2048
          v=DKIM1; h=SHA256; p={2048} | rsa 2048
          v=DKIM1; h=sha512 : sha256; p={2048} | rsa 2048
          v=DKIM1; h=sha1; p={2048} | HASH
          v=DKIM1; h=; p={2048} | HASH
          v=DKIM1; h=sha-256; p={2048} | HASH
          # s: for mail, or for everything
          v=DKIM1; s=email; p={2048} | rsa 2048
          v=DKIM1; s=*; p={2048} | rsa 2048
          v=DKIM1; s=tlsrpt:email; p={2048} | rsa 2048
          v=DKIM1; s=tlsrpt; p={2048} | SERVICE
          v=DKIM1; s=; p={2048} | SERVICE
          # t: y is a test, s binds subdomains
          v=DKIM1; t=y; p={2048} | rsa 2048 TESTING
          v=DKIM1; t=y:s; p={2048} | rsa 2048 TESTING
          v=DKIM1; t=s; p={2048} | rsa 2048
          v=DKIM1; t=; p={2048} | rsa 2048
          # p: a key, or nothing where it was withdrawn
          v=DKIM1; p= | withdrawn
          v=DKIM1; k=rsa; p=; | withdrawn
          v=DKIM1; t=y; p= | withdrawn
          v=DKIM1; k=rsa | NO_KEY
          v=DKIM1 | NO_KEY
          v=spf1 include:amazonses.com ~all | VERSION
          p={gap} | rsa 2048
          v=DKIM1; p={1024} | rsa 1024
          v=DKIM1; p={768} | rsa 768
          v=DKIM1; p={512} | rsa 512
          v=DKIM1; p={4096} | rsa 4096
          v=DKIM1; p={5000} | rsa 5000 LONG
          v=DKIM1; p={pkcs1} | rsa 1024 PKCS1
          v=DKIM1; t=y; p={pkcs1} | rsa 1024 TESTING,PKCS1
          v=DKIM1; p={cut} | CUT
          v=DKIM1; p={cutodd} | CUT
          v=DKIM1; p={private} | PRIVATE
          v=DKIM1; p={ec} | NOT_RSA
          v=DKIM1; p={ed25519} | NOT_RSA
          v=DKIM1; p=AAAA | NOT_RSA
          v=DKIM1; p=not*base64 | NOT_BASE64
          v=DKIM1; p={2048}{2048} | NOT_RSA
          v=DKIM1; p=-----BEGIN PUBLIC KEY-----{2048}-----END PUBLIC KEY----- | PEM
          v=DKIM1; p={inquotes} | QUOTES
          v=DKIM1; p={quoted} | QUOTES
          # k: RSA where nothing is said; Ed25519 is 32 bytes and nothing around them (RFC 8463, 4)
          v=DKIM1; k=RSA; p={2048} | rsa 2048
          v=DKIM1; k=ed25519; p={ed25519} | ed25519 256
          v=DKIM1; k=ed25519; h=sha256; p={ed25519} | ed25519 256
          v=DKIM1; k=ed25519; p={ed25519short} | NOT_ED25519
          v=DKIM1; k=ed25519; p={ed25519x509} | NOT_ED25519
          v=DKIM1; k=ed25519; p={2048} | NOT_ED25519
          v=DKIM1; k=dsa; p={2048} | TYPE
          v=DKIM1; k=rsa-sha256; p={2048} | TYPE
          v=DKIM1; k=; p={2048} | TYPE
          """)
  void isReadAsReceiversReadIt(String record, String outcome) {
    assertThat(outcome(DkimKey.parse(filled(record)))).isEqualTo(outcome);
  }

  private static String outcome(DkimKey key) {
    return switch (key) {
      case DkimKey.Usable usable ->
          (usable.type()
                  + " "
                  + usable.bits()
                  + " "
                  + usable.flaws().stream().map(Enum::name).collect(Collectors.joining(",")))
              .strip();
      case DkimKey.Revoked _ -> "withdrawn";
      case DkimKey.Broken broken -> broken.reason().name();
    };
  }

  private static String filled(String record) {
    return PLACEHOLDER
        .matcher(record)
        .replaceAll(match -> Matcher.quoteReplacement(key(match.group(1))));
  }

  private static String key(String name) {
    byte[] rsa = rsa(2048);
    return switch (name) {
      case "gap" -> base64(rsa).replaceAll("(.{100})", "$1 ");
      case "cut" -> base64(rsa).substring(0, 240);
      case "cutodd" -> base64(rsa).substring(0, 241);
      case "inquotes" -> '"' + base64(rsa) + '"';
      case "quoted" -> base64(rsa).substring(0, 200) + "\" \"" + base64(rsa).substring(200);
      case "pkcs1" -> {
        byte[] x509 = PAIR.getPublic().getEncoded();
        yield base64(Arrays.copyOfRange(x509, 22, x509.length));
      }
      case "private" -> base64(PAIR.getPrivate().getEncoded());
      case "ec" -> base64(pair("EC", 256).getPublic().getEncoded());
      case "ed25519" -> base64(new byte[32]);
      case "ed25519short" -> base64(new byte[31]);
      case "ed25519x509" -> base64(pair("Ed25519", 255).getPublic().getEncoded());
      default -> base64(rsa(Integer.parseInt(name)));
    };
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /// A public key of a length; nobody looks whether its modulus is a product of primes.
  private static byte[] rsa(int bits) {
    try {
      BigInteger modulus = BigInteger.ONE.shiftLeft(bits - 1).setBit(0);
      return KeyFactory.getInstance("RSA")
          .generatePublic(new RSAPublicKeySpec(modulus, BigInteger.valueOf(65_537)))
          .getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has RSA", e);
    }
  }

  private static KeyPair pair(String type, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + type, e);
    }
  }
}
