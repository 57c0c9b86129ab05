package dev.postrider.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RecipientHashTest {
  /// RFC 4231, test case 2: the first nine bytes of its digest, 5bdcc146bf60754e6a.
  @Test
  void itIsTheBeginningOfTheHmacSha256() {
    RecipientHash hash = RecipientHash.keyed("Jefe".getBytes(StandardCharsets.UTF_8));

    assertThat(hash.of("what do ya want for nothing?")).isEqualTo("W9zBRr9gdU5q");
  }

  @Test
  void anotherKeyGivesAnotherHashOfTheSameAddress() {
    assertThat(RecipientHash.keyed(new byte[] {1}).of("ann@example.com"))
        .hasSize(12)
        .isEqualTo(RecipientHash.keyed(new byte[] {1}).of("ann@example.com"))
        .isNotEqualTo(RecipientHash.keyed(new byte[] {2}).of("ann@example.com"));
  }
}
