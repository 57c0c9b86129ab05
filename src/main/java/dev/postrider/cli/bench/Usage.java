package dev.postrider.cli.bench;

import java.util.Map;
import java.util.TreeMap;

/// What passed a meter.
///
/// @param calls HTTP requests by operation
/// @param writeUnits DynamoDB's write capacity units: as it reported them, and one for each write
///     whose condition did not hold, which AWS charges and the embedded server does not report
/// @param keysRead the keys of GetItem and BatchGetItem: each is one read unit of AWS when it is
///     read consistently, also when there is no item; the embedded server reports none for those
record Usage(Map<String, Double> calls, double writeUnits, double keysRead) {
  static final Usage NONE = new Usage(Map.of(), 0, 0);

  Usage {
    calls = Map.copyOf(calls);
  }

  Usage plus(Usage other) {
    Map<String, Double> sum = new TreeMap<>(calls);
    other.calls.forEach((operation, count) -> sum.merge(operation, count, Double::sum));
    return new Usage(sum, writeUnits + other.writeUnits, keysRead + other.keysRead);
  }

  Usage times(double share) {
    Map<String, Double> shares = new TreeMap<>(calls);
    shares.replaceAll((_, count) -> count * share);
    return new Usage(shares, writeUnits * share, keysRead * share);
  }

  double total() {
    return calls.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
