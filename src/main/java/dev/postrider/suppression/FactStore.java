package dev.postrider.suppression;

/// The suppression table as feedback writes it.
@FunctionalInterface
public interface FactStore {

  /// Adds a fact. Idempotent, independent of order; when it returns, every later lookup sees it.
  ///
  /// @throws StoreUnavailable when the fact may not be stored; add it again
  void add(SuppressionKey key, SuppressionFact fact);

  /// The store did not do what it was asked to. The message names the error, never an address.
  final class StoreUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreUnavailable(String message) {
      super(message);
    }
  }
}
