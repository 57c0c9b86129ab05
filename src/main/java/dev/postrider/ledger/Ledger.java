package dev.postrider.ledger;

import java.util.List;

/// The dispatcher's side of the ledger.
public interface Ledger {

  /// Claims units: one conditional write each, in parallel, and a second one only where an entry is
  /// taken over. Keys must be distinct.
  ///
  /// @return the answers in the order of the requests; failures are answers too
  List<Claim> claim(List<ClaimRequest> requests);

  /// Settles claims: one conditional write each, in parallel.
  ///
  /// @return in the order of the settlements; failures are answers too
  List<Settled> settle(List<Settlement> settlements);
}
