package dev.postrider.domain.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SmtpPasswordTest {
  @Test
  void theKnownSecretGivesTheKnownPassword() {
    assertThat(SmtpPassword.derive("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-west-2"))
        .isEqualTo("BF2PynzbSCAjX08zhZZnP/kW+T9P5zs/1Er0pi5vTEmd");
  }

  @Test
  void eachRegionHasItsOwn() {
    assertThat(SmtpPassword.derive("secret", "eu-west-1"))
        .isNotEqualTo(SmtpPassword.derive("secret", "us-west-2"));
  }
}
