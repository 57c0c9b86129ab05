package dev.postrider.aws;

import dev.postrider.email.RecipientHash;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// Hashes recipients with the stack's own secret, which is read when it is first needed and then
/// kept for the instance's life, in a SnapStart snapshot too.
///
/// The secret is an item of the ledger table, made by whoever needs it first and never changed
/// (decision 0061). Its id can be no message's, and does not begin with the tilde of what
/// AccountWatch may read.
public final class StackRecipientHash implements RecipientHash {
  private static final String ID = "@recipient-hash";
  private static final String SECRET = "secret";
  private static final int BYTES = 32;

  private final DynamoDbClient client;
  private final String table;
  private volatile @Nullable RecipientHash keyed;

  StackRecipientHash(DynamoDbClient client, String table) {
    this.client = client;
    this.table = table;
  }

  /// Reads the secret; empty when no function has needed it yet.
  public static Optional<byte[]> secret(DynamoDbClient client, String table) {
    return Optional.ofNullable(
            client
                .getItem(r -> r.tableName(table).key(LedgerItem.key(ID)).consistentRead(true))
                .item()
                .get(SECRET))
        .map(secret -> secret.b().asByteArray());
  }

  /// Reads the secret, and makes it if there is none: one update, whoever comes first.
  static byte[] secretOrNew(DynamoDbClient client, String table) {
    byte[] fresh = new byte[BYTES];
    new SecureRandom().nextBytes(fresh);
    UpdateItemRequest request =
        new UpdateExpression()
            .setIfAbsent(SECRET, AttributeValue.fromB(SdkBytes.fromByteArray(fresh)))
            .request(table, LedgerItem.key(ID))
            .returnValues(ReturnValue.ALL_NEW)
            .build();
    return ItemAttributes.required(client.updateItem(request).attributes(), SECRET)
        .b()
        .asByteArray();
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
    RecipientHash hash = RecipientHash.keyed(secretOrNew(from, table));
    keyed = hash;
    return hash;
  }
}
