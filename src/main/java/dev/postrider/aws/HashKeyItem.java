package dev.postrider.aws;

import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/// The secret that recipients' hashes are keyed with: an item of the ledger table, made by whoever
/// needs it first and never changed (decision 0061). Its id can be no message's, and does not begin
/// with the tilde of what AccountWatch may read.
public final class HashKeyItem {
  static final String ID = "@recipient-hash";

  private static final String SECRET = "secret";
  private static final int BYTES = 32;

  private HashKeyItem() {}

  /// Reads the secret; empty when no function has needed it yet.
  public static Optional<byte[]> read(DynamoDbClient client, String table) {
    return Optional.ofNullable(
            client
                .getItem(r -> r.tableName(table).key(LedgerItem.key(ID)).consistentRead(true))
                .item()
                .get(SECRET))
        .map(secret -> secret.b().asByteArray());
  }

  /// Reads the secret, and makes it if there is none: one update, whoever comes first.
  static byte[] readOrMake(DynamoDbClient client, String table) {
    byte[] fresh = new byte[BYTES];
    new SecureRandom().nextBytes(fresh);
    Map<String, AttributeValue> item =
        client
            .updateItem(
                r ->
                    r.tableName(table)
                        .key(LedgerItem.key(ID))
                        .updateExpression("SET #secret = if_not_exists(#secret, :fresh)")
                        .expressionAttributeNames(Map.of("#secret", SECRET))
                        .expressionAttributeValues(
                            Map.of(":fresh", AttributeValue.fromB(SdkBytes.fromByteArray(fresh))))
                        .returnValues(ReturnValue.ALL_NEW))
            .attributes();
    return LedgerItem.required(item, SECRET).b().asByteArray();
  }
}
