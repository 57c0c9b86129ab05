package dev.postrider.domain.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyOverrideTest {
  @ParameterizedTest
  @CsvSource({
    "forwarded, '', FORWARDED",
    "Forwarded, looks forwarded, FORWARDED",
    "mailing_list, '', MAILING_LIST",
    "mailing-list, list.example, MAILING_LIST",
    "trusted_forwarder, arc=pass, TRUSTED_FORWARDER",
    "local_policy, arc=pass as[1].d.forwarder.example=pass, ARC",
    "local_policy, ARC = Pass, ARC",
    "other, arc=pass, ARC",
    "'', arc=pass, ARC",
    "local_policy, arc=fail, LOCAL_POLICY",
    "local_policy, arc=passed, LOCAL_POLICY",
    "local_policy, march=pass, LOCAL_POLICY",
    "sampled_out, '', SAMPLED_OUT",
    "policy_test_mode, '', POLICY_TEST_MODE",
    "arc, '', OTHER",
    "unknown words, '', OTHER"
  })
  void aReasonIsWhatItsTypeOrItsCommentSays(String type, String comment, PolicyOverride override) {
    assertThat(PolicyOverride.of(type, comment)).hasValue(override);
  }

  @Test
  void anEmptyReasonIsNone() {
    assertThat(PolicyOverride.of("", "")).isEmpty();
  }
}
