package dev.postrider.suppression;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The suppression table as operators read and write it.
public interface SuppressionStore extends FactStore {

  /// Everything known of an address, by scope; empty when nothing is.
  ///
  /// @param address in the form of [dev.postrider.email.Address#key]
  /// @throws FactStore.StoreUnavailable when it could not be read
  Map<Scope, Facts> get(String address);

  /// One page of the whole table, in no order that means anything. Facts that are void or expired
  /// are listed too.
  ///
  /// @param after the last page's [Page#next()]; empty for the first page
  /// @param limit the most entries of a page, 1–1,000
  /// @throws FactStore.StoreUnavailable when it could not be read
  Page list(Optional<String> after, int limit);

  /// Some entries, and where the next ones begin.
  ///
  /// @param next what to ask the next page with; empty on the last page. It holds an address
  record Page(List<StoredFacts> entries, Optional<String> next) {
    public Page {
      entries = List.copyOf(entries);
    }

    @Override
    public String toString() {
      return "Page[" + entries.size() + " entries]";
    }
  }

  /// One item of the table.
  record StoredFacts(SuppressionKey key, Facts facts) {}
}
