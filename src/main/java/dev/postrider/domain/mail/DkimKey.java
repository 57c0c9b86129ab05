package dev.postrider.domain.mail;

import dev.postrider.domain.text.Text;
import java.util.List;

/// A DKIM public key as a TXT record publishes it (RFC 6376, 3.6.1; RFC 8301; RFC 8463).
public sealed interface DkimKey {

  /// A key that receivers can verify with.
  ///
  /// @param type `rsa` or `ed25519`
  /// @param bits the length of an RSA modulus; 256 for Ed25519
  /// @param flaws what keeps some receivers from it
  record Usable(String type, int bits, List<Weakness> flaws) implements DkimKey {
    public Usable {
      flaws = List.copyOf(flaws);
    }
  }

  /// `p=` without a value: the owner withdrew the key.
  record Revoked() implements DkimKey {}

  /// Not a key.
  ///
  /// @param arguments the parts of the record that the reason is about; none where it says all
  record Broken(Defect reason, List<String> arguments) implements DkimKey {
    public Broken {
      arguments = List.copyOf(arguments);
    }

    Broken(Defect reason, String... arguments) {
      this(reason, List.of(arguments));
    }

    /// In words.
    public Text why() {
      return new Text(reason.pattern, List.copyOf(arguments));
    }
  }

  /// What some receivers pass over and others do not.
  enum Weakness {
    TESTING("t=y says that the domain only tests DKIM, so receivers need not count its signatures"),
    PKCS1(
        "p= is an RSA key without its header (BEGIN RSA PUBLIC KEY), which some receivers do not"
            + " read"),
    LONG("receivers need not verify with more than 4096 bits");

    private final String pattern;

    Weakness(String pattern) {
      this.pattern = pattern;
    }

    /// In words.
    public Text text() {
      return Text.of(pattern);
    }
  }

  /// Why a record is not a key.
  enum Defect {
    VERSION("its version is not DKIM1"),
    VERSION_NOT_FIRST("v= does not stand first, so receivers throw it away"),
    NOT_A_TAG("'%s' is not name=value, so receivers throw it away"),
    TWICE("'%s' is given twice, so receivers throw it away"),
    NO_KEY("it has no p= with a key"),
    HASH("h=%s does not allow SHA-256, which every signature of today has"),
    SERVICE("s=%s does not allow it for mail"),
    TYPE("its type '%s' is unknown"),
    QUOTES("there are quotes, backslashes or commas inside its p="),
    PEM("its p= has the lines BEGIN and END of the key file"),
    NOT_BASE64("its p= is not base64"),
    CUT("its p= is cut off: the key has %s bytes, and %s are there"),
    PRIVATE("its p= is a private key, which everybody can read now"),
    NOT_RSA("its p= is not an RSA key"),
    NOT_ED25519("its p= has %s bytes, and an Ed25519 key has 32");

    private final String pattern;

    Defect(String pattern) {
      this.pattern = pattern;
    }
  }

  /// Reads one TXT value.
  static DkimKey parse(String text) {
    return new DkimKeyReader(TagList.parse(text)).key();
  }
}
