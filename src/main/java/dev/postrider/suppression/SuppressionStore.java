package dev.postrider.suppression;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The suppression table as feedback and operators write it.
public interface SuppressionStore {

  /// Adds a fact. Idempotent, independent of order; when it returns, every later lookup sees it.
  ///
  /// @throws StoreUnavailable when the fact may not be stored; add it again
  void add(SuppressionKey key, Fact fact);

  /// Everything known of an address, by scope; empty when nothing is.
  ///
  /// @param address in the form of [dev.postrider.email.Address#key]
  /// @throws StoreUnavailable when it could not be read
  Map<Scope, Facts> get(String address);

  /// One page of the whole table, in no order that means anything. Facts that are void or expired
  /// are listed too.
  ///
  /// @param after the last page's [Page#next()]; empty for the first page
  /// @param limit at most so many entries, 1–1,000
  /// @throws StoreUnavailable when it could not be read
  Page list(Optional<String> after, int limit);

  /// Some entries, and where the next ones begin.
  ///
  /// @param next what to ask the next page with; empty on the last page. It holds an address
  record Page(List<Entry> entries, Optional<String> next) {
    public Page {
      entries = List.copyOf(entries);
    }

    @Override
    public String toString() {
      return "Page[" + entries.size() + " entries]";
    }
  }

  /// One item of the table.
  record Entry(SuppressionKey key, Facts facts) {}

  /// The store did not do what it was asked to. The message names the error, never an address.
  final class StoreUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreUnavailable(String message) {
      super(message);
    }
  }
}
