package dev.postrider.aws;

import dev.postrider.email.RecipientHash;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Hashes recipients with the stack's own secret, which is read when it is first needed and then
/// kept for the instance's life, in a SnapStart snapshot too.
final class StackRecipientHash implements RecipientHash {
  private final DynamoDbClient client;
  private final String table;
  private volatile @Nullable RecipientHash keyed;

  StackRecipientHash(DynamoDbClient client, String table) {
    this.client = client;
    this.table = table;
  }

  /// @throws RuntimeException when the secret could not be read
  @Override
  public String of(String key) {
    RecipientHash hash = keyed;
    return hash == null ? load(client).of(key) : hash.of(key);
  }

  /// Brings the secret into the snapshot by a client of its own, whose connections are gone when
  /// the snapshot is taken.
  void prime() {
    try (DynamoDbClient own = AwsClients.dynamoDbForOnce()) {
      var _ = load(own);
    }
  }

  private RecipientHash load(DynamoDbClient from) {
    RecipientHash hash = RecipientHash.keyed(HashKeyItem.readOrMake(from, table));
    keyed = hash;
    return hash;
  }
}
