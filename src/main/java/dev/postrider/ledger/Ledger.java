package dev.postrider.ledger;

import java.time.Instant;
import java.util.List;

/// The dispatcher's side of the ledger.
public interface Ledger {

  /// Claims units: one conditional write each, in parallel, and a second one only where an entry is
  /// taken over, or where several new units share a call and a write of it fails. Keys must be
  /// distinct.
  ///
  /// @param until when the last answer is there at the latest: what is not written by then is
  ///     Unwritten
  /// @return the answers in the order of the requests; failures are answers too
  List<Claim> claim(List<ClaimRequest> requests, Instant until);

  /// Settles claims: one conditional write each, in parallel, and a second one only where SES
  /// accepted a unit twice, or where a write fails that shares a call. Keys must be distinct.
  ///
  /// @param until when the last answer is there at the latest: what is not written by then is
  ///     Unrecorded
  /// @return in the order of the settlements; failures are answers too
  List<Settled> settle(List<Settlement> settlements, Instant until);
}
