package dev.postrider.ledger;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the ledger for people. The pipeline never does.
public interface LedgerReader {

  /// What the ledger holds of a unit, as it is now.
  ///
  /// @param key `id`, or `id#n` for entry n
  /// @throws RuntimeException when the ledger could not be read
  Optional<UnitRecord> find(String key);

  /// What the ledger holds of several units, as it is now.
  ///
  /// @param keys distinct
  /// @return by key; a key that the ledger does not know is missing
  /// @throws RuntimeException when the ledger could not be read
  Map<String, UnitRecord> find(List<String> keys);
}
