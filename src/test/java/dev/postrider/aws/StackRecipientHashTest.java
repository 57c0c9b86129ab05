package dev.postrider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.email.RecipientHash;
import dev.postrider.local.LocalDynamoDb;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class StackRecipientHashTest {
  private static LocalDynamoDb server;
  private static DynamoDbClient client;

  @BeforeAll
  static void start() {
    server = LocalDynamoDb.start();
    client = server.client();
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  @Test
  void allWhoNeedItFirstAtTheSameTimeGetTheSameKey() {
    server.createTables("race", "race-suppressions");
    Supplier<String> make =
        () -> Base64.getEncoder().encodeToString(StackRecipientHash.secretOrNew(client, "race"));

    List<String> keys = new VirtualFanout(16).all(Collections.nCopies(16, make));

    assertThat(keys).hasSize(16).containsOnly(keys.getFirst());
    assertThat(Base64.getDecoder().decode(keys.getFirst())).hasSize(32);
  }

  @Test
  void whoOnlyReadsMakesNone() {
    server.createTables("read", "read-suppressions");

    assertThat(StackRecipientHash.secret(client, "read")).isEmpty();
    assertThat(StackRecipientHash.secret(client, "read")).isEmpty();
  }

  @Test
  void theFunctionsAndTheCommandsHashAlike() {
    server.createTables("alike", "alike-suppressions");
    StackRecipientHash function = new StackRecipientHash(client, "alike");

    String hash = function.of("ann@example.com");

    assertThat(StackRecipientHash.secret(client, "alike").map(RecipientHash::keyed))
        .hasValueSatisfying(command -> assertThat(command.of("ann@example.com")).isEqualTo(hash));
    assertThat(new StackRecipientHash(client, "alike").of("ann@example.com")).isEqualTo(hash);
  }

  @Test
  void primingBringsTheKeyIntoTheSnapshot() {
    server.createTables("primed", "primed-suppressions");
    StackRecipientHash function = new StackRecipientHash(client, "primed");
    try (SdkProperties properties = new SdkProperties()) {
      properties.dynamoDb(server.endpoint());
      function.prime();
    }
    String hash =
        StackRecipientHash.secret(client, "primed")
            .map(RecipientHash::keyed)
            .orElseThrow()
            .of("a@b");

    client.deleteTable(r -> r.tableName("primed"));

    assertThat(function.of("a@b")).isEqualTo(hash);
  }

  @Test
  void theKeyIsReadOnceAnInstance() {
    server.createTables("once", "once-suppressions");
    StackRecipientHash function = new StackRecipientHash(client, "once");
    String before = function.of("ann@example.com");

    client.deleteTable(r -> r.tableName("once"));

    assertThat(function.of("ann@example.com")).isEqualTo(before);
  }
}
