package dev.postrider.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.local.StackTemplate;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

class LineageTest {
  private static final Lineage LINEAGE = new Lineage("arn:aws:lambda:us-east-1:1:function:One");

  private static Message message(String header) {
    return Message.builder()
        .attributes(Map.of(MessageSystemAttributeName.AWS_TRACE_HEADER, header))
        .build();
  }

  @Test
  void whatAnInvocationSendsCountsOneMore() {
    String header = LINEAGE.header(0);
    assertThat(header)
        .matches(
            "Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0;Lineage=1:[0-9a-f]{8}:0");
    assertThat(LINEAGE.invocations(message(header))).isEqualTo(1);
    assertThat(LINEAGE.invocations(message(LINEAGE.header(15)))).isEqualTo(16);
  }

  @Test
  void aBatchSendsAsTheMessageThatCameBackMostOften() {
    assertThat(
            LINEAGE.invocations(
                List.of(message(""), message(LINEAGE.header(6)), message(LINEAGE.header(2)))))
        .isEqualTo(7);
  }

  @Test
  void eachInvocationIsATraceOfItsOwn() {
    assertThat(LINEAGE.header(0)).isNotEqualTo(LINEAGE.header(0));
  }

  @Test
  void anotherFunctionsHopsAreNotCounted() {
    String others = new Lineage("arn:aws:lambda:us-east-1:1:function:Other").header(9);
    assertThat(LINEAGE.invocations(message(others))).isZero();
    String own = LINEAGE.header(2).replaceAll(".*Lineage=", "|");
    assertThat(LINEAGE.invocations(message(others + own))).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1", "Lineage=1:x:y"})
  void aProducersMessageHasNoneYet(String header) {
    assertThat(LINEAGE.invocations(message(header))).isZero();
    assertThat(LINEAGE.invocations(Message.builder().build())).isZero();
  }

  @Test
  void theTemplateSaysWhichFunctionMayLoop() {
    StackTemplate template = StackTemplate.read(Path.of("template.yaml"));
    assertThat(template.property("DispatchFunction", "RecursiveLoop")).contains("Allow");
    assertThat(template.property("FeedbackFunction", "RecursiveLoop")).isEmpty();
  }
}
