package dev.postrider.domain;

/// What SES says about the account in the Region (GetAccount).
///
/// @param production false in the sandbox
/// @param enforcement HEALTHY, PROBATION or SHUTDOWN
/// @param suppressesBounces the account-level suppression list takes hard bounces
/// @param suppressesComplaints the list takes complaints
public record AccountFacts(
    boolean production,
    boolean sendingEnabled,
    String enforcement,
    boolean suppressesBounces,
    boolean suppressesComplaints) {}
