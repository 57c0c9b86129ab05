package dev.postrider.cli.bench;

import dev.postrider.cli.bench.CostResult.UnitCalls;

/// AWS's prices in us-east-1, in USD a million, on demand, without any free tier.
///
/// Source: the pricing pages of SQS, Lambda (arm64), DynamoDB, SNS and EventBridge.
final class Prices {
  static final String DATE = "2026-11-30";
  static final String SCOPE =
      "SQS, Lambda's requests and time, DynamoDB, SNS and EventBridge, without logs and traces";

  static final double SQS_REQUEST = 0.40;
  static final double LAMBDA_REQUEST = 0.20;
  static final double LAMBDA_GIGABYTE_SECOND = 13.33;
  static final double WRITE_UNIT = 0.625;
  static final double READ_UNIT = 0.125;
  static final double NOTIFICATION = 0.50;
  static final double STATUS_EVENT = 1.00;

  /// Of both functions, as the template has them.
  private static final double GIGABYTES = 1.0;

  private Prices() {}

  /// SendMessage for each message, a receive and a delete for each batch.
  static double dollarsPerThousand(UnitCalls one) {
    double requests = one.invocations() * 2 + (one.kind().startsWith("messages") ? 1 : 1.0 / 50);
    double seconds = (one.dispatchMillis() + one.feedbackMillis()) / 1_000;
    double perMillion =
        requests * SQS_REQUEST
            + one.sqsCalls().values().stream().mapToDouble(Double::doubleValue).sum() * SQS_REQUEST
            + (one.invocations() + one.sesEvents()) * LAMBDA_REQUEST
            + seconds * GIGABYTES * LAMBDA_GIGABYTE_SECOND
            + one.writeUnits() * WRITE_UNIT
            + one.keysRead() * READ_UNIT
            + one.sesEvents() * NOTIFICATION
            + one.statusEvents() * STATUS_EVENT;
    return perMillion / 1_000;
  }
}
