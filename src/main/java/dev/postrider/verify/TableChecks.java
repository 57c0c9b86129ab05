package dev.postrider.verify;

import dev.postrider.verify.StackVerdict.CannotTell;
import dev.postrider.verify.StackVerdict.Failed;
import dev.postrider.verify.StackVerdict.Ok;
import software.amazon.awssdk.services.dynamodb.model.DescribeContinuousBackupsResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTimeToLiveResponse;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryStatus;
import software.amazon.awssdk.services.dynamodb.model.SSEStatus;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/// What must be true of a table, in DynamoDB's words.
public final class TableChecks {
  /// What template.yaml calls the time of an item's end.
  static final String TTL = "ttl";

  private TableChecks() {}

  /// Whether items go when their time is over.
  public static StackVerdict timeToLive(DescribeTimeToLiveResponse found, String table) {
    var ttl = found.timeToLiveDescription();
    boolean on =
        ttl.timeToLiveStatus() == TimeToLiveStatus.ENABLED
            || ttl.timeToLiveStatus() == TimeToLiveStatus.ENABLING;
    return on && TTL.equals(ttl.attributeName())
        ? new Ok("items go at their " + TTL)
        : new Failed(
            "items stay for ever",
            "aws dynamodb update-time-to-live --table-name %s --time-to-live-specification"
                    .formatted(table)
                + " Enabled=true,AttributeName="
                + TTL);
  }

  /// Whether nobody can delete the table at once.
  public static StackVerdict deletionProtection(TableDescription found, DeployedStack stack) {
    boolean on = Boolean.TRUE.equals(found.deletionProtectionEnabled());
    if (!stack.has("DeletionProtection", "true")) {
      return new Ok((on ? "on" : "off") + "; the parameter DeletionProtection is false");
    }
    return on
        ? new Ok("on")
        : new Failed(
            "off",
            "aws dynamodb update-table --deletion-protection-enabled --table-name "
                + found.tableName());
  }

  /// Whether the table can be brought back to any second of the last 35 days.
  ///
  /// @param ledger whether it is the ledger, whose recovery is a parameter
  public static StackVerdict recovery(
      DescribeContinuousBackupsResponse found, String table, boolean ledger, DeployedStack stack) {
    var recovery = found.continuousBackupsDescription().pointInTimeRecoveryDescription();
    boolean on =
        recovery != null
            && recovery.pointInTimeRecoveryStatus() == PointInTimeRecoveryStatus.ENABLED;
    if (ledger && !stack.has("LedgerPointInTimeRecovery", "true")) {
      return new Ok((on ? "on" : "off") + "; the parameter LedgerPointInTimeRecovery is false");
    }
    return on
        ? new Ok("on")
        : new Failed(
            "off",
            "aws dynamodb update-continuous-backups --table-name %s".formatted(table)
                + " --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true");
  }

  /// Whether the table is encrypted by the key that the stack's parameters ask for. DynamoDB says
  /// nothing of keys that AWS owns.
  public static StackVerdict encryption(TableDescription found, DeployedStack stack) {
    boolean wanted = stack.has("Encryption", "CUSTOMER_KEY");
    SSEStatus status = found.sseDescription() == null ? null : found.sseDescription().status();
    if (status == SSEStatus.UPDATING || status == SSEStatus.ENABLING) {
      return new CannotTell(status + ": the key is being changed", true);
    }
    boolean byKey = status == SSEStatus.ENABLED;
    if (byKey && found.sseDescription().inaccessibleEncryptionDateTime() != null) {
      return new Failed(
          "DynamoDB cannot use its key", "Enable the key in KMS, and its policy's first statement");
    }
    return byKey == wanted
        ? new Ok(byKey ? "by the stack's key" : "by a key that AWS owns")
        : new Failed(
            byKey ? "by a key of the account, not one that AWS owns" : "by a key that AWS owns",
            "aws dynamodb update-table --table-name %s --sse-specification, as the parameter"
                    .formatted(found.tableName())
                + " Encryption asks for");
  }
}
