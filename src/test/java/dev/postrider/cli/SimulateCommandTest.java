package dev.postrider.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class SimulateCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
  }

  @Test
  void theFiguresStandInText() {
    assertThat(run("simulate", "--seeds", "2", "--messages", "50")).isZero();
    assertThat(out.toString())
        .contains(
            "runs                     2, of which 0 broke a promise",
            "messages                 100",
            "lost                     0",
            "% of MaxSendRate");
  }

  @Test
  void copiesAndHopsStandThereByReason() throws IOException {
    assertThat(run("simulate", "--seed", "1", "--messages", "200", "--rate", "1")).isZero();
    assertThat(out.toString())
        .contains("messages came back 16 times in a row and more")
        .containsPattern("\n  reason +messages +copies: median, p99, most +in a row: ")
        .containsPattern("\n  ALL +[0-9]+( +[0-9]+){6}\n")
        .containsPattern("\n  PACE +[0-9]+( +[0-9]+){6}\n");
    out.getBuffer().setLength(0);

    assertThat(run("simulate", "--seed", "1", "--messages", "200", "--rate", "1", "--json"))
        .isZero();
    JsonNode figures = JsonMapper.builder().build().readTree(out.toString());
    assertThat(figures.at("/copies/PACE/total").asInt()).isPositive();
    assertThat(figures.at("/copies/ALL/total")).isEqualTo(figures.path("deferred"));
    assertThat(figures.at("/hops/PACE/most").asInt())
        .isPositive()
        .isLessThanOrEqualTo(figures.at("/hops/ALL/most").asInt());
    assertThat(figures.at("/hops/PACE").properties())
        .extracting(java.util.Map.Entry::getKey)
        .containsExactlyInAnyOrder("total", "median", "p99", "most");
    assertThat(figures.path("loops").isNumber()).isTrue();
  }

  @Test
  void noRateIsWrongUsage() {
    assertThat(run("simulate", "--rate", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("--rate: found 0, allowed is at least 1");
  }

  @Test
  void theFiguresStandInJson() throws IOException {
    assertThat(run("simulate", "--seed", "3", "--messages", "50", "--json")).isZero();
    JsonNode figures = JsonMapper.builder().build().readTree(out.toString());
    assertThat(figures.path("runs").asInt()).isEqualTo(1);
    assertThat(figures.path("messages").asInt()).isEqualTo(50);
    assertThat(figures.path("brokenRuns").asInt(-1)).isZero();
    assertThat(figures.path("lost").asInt(-1)).isZero();
  }

  @Test
  void nothingToRunIsWrongUsage() {
    assertThat(run("simulate", "--messages", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("--messages: found 0, allowed is at least 1");
  }

  @Test
  void theCasesStandBesideTheirGoals() throws IOException {
    assertThat(run("simulate", "pace", "bulk-14-lower-rate")).isZero();
    assertThat(out.toString())
        .startsWith("bulk-14-lower-rate: 14 a second, instances: 4, messages: 50\n")
        .containsPattern("used of the lower rate +[0-9.]+ %  at least 95.0 %\n")
        .containsPattern("busiest second after 5 s, of what is allowed +[0-9.]+ %  at most 100.0 %")
        .containsPattern("copies a message: ALL [0-9.]+, PACE [0-9.]+");
    out.getBuffer().setLength(0);

    assertThat(run("simulate", "pace", "bulk-14-lower-rate", "--json")).isZero();
    JsonNode paceCase = JsonMapper.builder().build().readTree(out.toString()).at("/cases/0");
    assertThat(paceCase.path("name").asText()).isEqualTo("bulk-14-lower-rate");
    assertThat(paceCase.at("/figures/0/goal").asDouble()).isEqualTo(0.95);
    assertThat(paceCase.at("/figures/0/reached").asBoolean()).isTrue();
    assertThat(paceCase.at("/copies/PACE").isNumber()).isTrue();
  }

  @Test
  void aCaseThatThereIsNotIsWrongUsage() {
    assertThat(run("simulate", "pace", "hail")).isEqualTo(2);
    assertThat(err.toString()).contains("CASE: found hail, allowed is one of calm, stray-1,");
  }
}
