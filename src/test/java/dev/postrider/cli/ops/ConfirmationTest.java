package dev.postrider.cli.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.cli.output.Place;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfirmationTest {
  private final StringWriter err = new StringWriter();

  private boolean given(Optional<String> answer) {
    return new Confirmation().given("Send 1 message", new PrintWriter(err, true), q -> answer);
  }

  @Test
  void only_yes_is_yes() {
    assertThat(given(Optional.of("y"))).isTrue();
    assertThat(given(Optional.of(" YES "))).isTrue();
    assertThat(given(Optional.of(""))).isFalse();
    assertThat(given(Optional.of("yep"))).isFalse();
    assertThat(err.toString()).contains("not confirmed; nothing was done.");
  }

  @Test
  void where_nobody_can_be_asked_the_answer_is_no() {
    assertThat(given(Optional.empty())).isFalse();
    assertThat(err.toString())
        .isEqualTo("postrider: Send 1 message? Nobody can be asked here: say --yes.\n");
  }

  @Test
  void a_question_names_stack_account_and_region() {
    Place place = new Place("letters", "111122223333", "eu-west-1", 0);
    new Confirmation().given("Send 1 message", place, new PrintWriter(err, true));

    assertThat(err.toString())
        .startsWith(
            "postrider: Send 1 message in stack letters, account 111122223333, eu-west-1? ");
  }
}
