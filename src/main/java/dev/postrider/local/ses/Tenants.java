package dev.postrider.local.ses;

import static dev.postrider.local.ses.AccountOperations.found;
import static dev.postrider.local.ses.Refusal.RefusalReason.ALREADY_EXISTS;
import static dev.postrider.local.ses.Refusal.RefusalReason.DENIED;
import static dev.postrider.local.ses.Refusal.require;

import dev.postrider.local.LocalAws;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The tenants of the stand-in's account: which there are, what each may use, and which are paused.
///
/// Source: "Tenants", SES developer guide; the texts are those that floci-io/floci#2710 and #2815
/// saw in answers of SES.
final class Tenants {
  /// The ARNs that each tenant is associated with.
  private final Map<String, Set<String>> associations = new HashMap<>();

  /// The tenants that may use everything without an association.
  private final Set<String> unlimited = new HashSet<>();

  private Set<String> paused = Set.of();

  /// Has these and no others, each of which may use everything.
  synchronized void replace(Set<String> names) {
    associations.clear();
    unlimited.clear();
    names.forEach(name -> associations.put(name, new HashSet<>()));
    unlimited.addAll(names);
  }

  /// The names of all, sorted.
  synchronized Set<String> names() {
    return new TreeSet<>(associations.keySet());
  }

  /// Adds a tenant that may use nothing yet.
  synchronized void create(String name) {
    require(
        associations.putIfAbsent(name, new HashSet<>()) == null,
        ALREADY_EXISTS,
        "Tenant <" + name + "> already exists.");
  }

  /// Adds a tenant that may use everything.
  synchronized void createUnlimited(String name) {
    create(name);
    unlimited.add(name);
  }

  /// Lets a tenant use a resource.
  synchronized void associate(String name, String arn) {
    require(
        existing(name).add(arn),
        ALREADY_EXISTS,
        "Resources " + arn + " has already been associated with tenant " + name);
  }

  /// Refuses a name that is not a tenant's, as management operations do.
  synchronized void checkExists(String name) {
    var _ = existing(name);
  }

  private Set<String> existing(String name) {
    return found(associations.get(name), "Tenant <" + name + "> does not exist.");
  }

  /// That mail of a tenant may use these resources; a refusal names those that it may not.
  synchronized void check(String name, List<String> arns) {
    Set<String> associated =
        found(
            associations.get(name),
            "Tenant " + name + " for AwsAccountId " + LocalAws.ACCOUNT_ID + " not found.");
    List<String> missing = arns.stream().filter(arn -> !associated.contains(arn)).toList();
    require(
        missing.isEmpty() || unlimited.contains(name),
        DENIED,
        "Tenant not associated with resources [" + String.join(", ", missing) + "].");
  }

  /// Pauses these and no others.
  synchronized void pause(Set<String> names) {
    paused = Set.copyOf(names);
  }

  synchronized boolean isPaused(String name) {
    return paused.contains(name);
  }
}
