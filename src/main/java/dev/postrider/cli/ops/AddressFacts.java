package dev.postrider.cli.ops;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.cli.output.ExitCodes;
import dev.postrider.cli.output.Times;
import dev.postrider.suppression.Facts;
import dev.postrider.suppression.Scope;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// All that is known of an address.
///
/// @param hash what stands for it in the ledger; null while the stack has no key
record AddressFacts(String address, @Nullable String hash, List<ScopeFacts> scopes)
    implements CommandAnswer {
  /// What is known of it in one scope.
  ///
  /// @param suppressed the suppression that is in force; null when there is none
  /// @param facts when each was reported, by its name
  record ScopeFacts(
      String scope,
      @Nullable SuppressionRow suppressed,
      Map<String, Object> facts,
      @JsonIgnore Facts known) {

    static ScopeFacts of(Scope scope, Facts known, @Nullable SuppressionRow suppressed) {
      Map<String, Object> facts = new LinkedHashMap<>();
      known.marks().forEach((mark, at) -> facts.put(mark.name(), at));
      if (known.manual() != null) {
        facts.put("MANUAL", known.manual().at());
      }
      if (!known.softBounces().isEmpty()) {
        facts.put("SOFT_BOUNCES", known.softBounces().stream().map(b -> b.at()).toList());
      }
      return new ScopeFacts(scope.text(), suppressed, facts, known);
    }

    String text() {
      StringBuilder text = new StringBuilder("Scope " + scope + ": ");
      text.append(
          suppressed == null ? "not suppressed\n" : "suppressed, " + suppressed.reason() + "\n");
      known.marks().entrySet().stream()
          .sorted(Map.Entry.comparingByValue())
          .forEach(mark -> text.append(line(mark.getValue(), mark.getKey().name())));
      known
          .softBounces()
          .forEach(
              bounce ->
                  text.append(
                      line(
                          bounce.at(),
                          bounce.deadDomain() ? "SOFT_BOUNCE, dead domain" : "SOFT_BOUNCE")));
      var manual = known.manual();
      if (manual != null) {
        String until = manual.until() == null ? "" : " until " + Times.at(manual.until());
        String note = manual.note() == null ? "" : ": " + manual.note();
        text.append(line(manual.at(), "MANUAL" + until + note));
      }
      return text.toString();
    }

    private static String line(Instant at, String what) {
      return "  " + Times.at(at) + "  " + what + "\n";
    }
  }

  @Override
  public String text() {
    return scopes.isEmpty()
        ? "Nothing is known of it.\n"
        : scopes.stream().map(ScopeFacts::text).collect(Collectors.joining());
  }

  @Override
  public int exitCode() {
    return scopes.stream().anyMatch(scope -> scope.suppressed() != null)
        ? ExitCodes.DONE
        : ExitCodes.FAILED;
  }
}
