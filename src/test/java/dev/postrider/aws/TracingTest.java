package dev.postrider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracingTest {
  private static final String ID = "1-5759e988-bd862e3fe1be46a994272793";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Root=" + ID,
        "Root=" + ID + ";Parent=53995c3f42cd8ad8;Sampled=1",
        "Parent=53995c3f42cd8ad8;Root=" + ID + ";Sampled=0;Lineage=a:0"
      })
  void theRootIsTheTrace(String header) {
    assertThat(Tracing.root(header)).contains(ID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Root=", "Sampled=1", "Root=ann@example.com", "Root=" + ID + "x", ID})
  void whatAProducerMadeUpIsNoTrace(String header) {
    assertThat(Tracing.root(header)).isEmpty();
  }

  @Test
  void withoutATraceThereIsNone() {
    assertThat(Tracing.root(null)).isEmpty();
    assertThat(Tracing.current()).isEmpty();
  }
}
