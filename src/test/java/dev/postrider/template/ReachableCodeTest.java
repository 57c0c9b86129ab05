package dev.postrider.template;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.SendBulkEmailRequest;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;

class ReachableCodeTest {
  private final ReachableCode code = ReachableCode.from(Handler.class);

  @Test
  void calls_through_a_port_a_lambda_and_a_callback_are_found() {
    assertThat(Rights.actionsOf(code.foreignCalls()))
        .containsExactly(
            "dynamodb:GetItem",
            "ses:SendBulkEmail",
            "ses:SendBulkTemplatedEmail",
            "sqs:SendMessage");
  }

  @Test
  void a_method_that_only_another_function_calls_does_not_count() {
    assertThat(code.texts()).contains("POSTRIDER_USED").doesNotContain("POSTRIDER_UNUSED");
  }

  @Test
  void endpoints_have_the_names_of_the_sdk() {
    assertThat(Rights.endpointsOf(code.foreignCalls()))
        .containsExactly(
            "AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL_SESV2", "AWS_ENDPOINT_URL_SQS");
  }

  interface Port {
    void use();
  }

  record Adapter(DynamoDbClient client) implements Port {
    @Override
    public void use() {
      client.getItem(GetItemRequest.builder().build());
    }

    void useOtherwise() {
      client.deleteItem(b -> b.tableName("POSTRIDER_UNUSED"));
    }
  }

  record NeverMade(DynamoDbClient client) implements Port {
    @Override
    public void use() {
      client.scan(b -> b.tableName("POSTRIDER_UNUSED"));
    }
  }

  record Callback(SqsClient client) implements Runnable {
    @Override
    public void run() {
      client.sendMessageBatch(SendMessageBatchRequest.builder().build());
    }
  }

  static final class Handler {
    private final Port port = new Adapter(DynamoDbClient.create());
    private final SesV2Client ses = SesV2Client.create();

    public void handleRequest() {
      port.use();
      new Thread(new Callback(SqsClient.create())).start();
      Runnable send = () -> ses.sendBulkEmail(SendBulkEmailRequest.builder().build());
      send.run();
      assertThat(System.getenv("POSTRIDER_USED")).isNull();
    }
  }
}
