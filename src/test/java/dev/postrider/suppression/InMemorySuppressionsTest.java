package dev.postrider.suppression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postrider.contract.SuppressionsContract;
import dev.postrider.simulation.InMemorySuppressions;
import dev.postrider.suppression.FactStore.StoreUnavailable;
import dev.postrider.suppression.SuppressionFact.Marked;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InMemorySuppressionsTest extends SuppressionsContract {
  private final InMemorySuppressions memory =
      new InMemorySuppressions(POLICY, InstantSource.fixed(NOW));

  @Override
  protected Suppressions suppressions() {
    return memory;
  }

  @Override
  protected SuppressionStore store() {
    return memory;
  }

  @Test
  void anAddressThatCannotBeReadIsUnreadableAndNoOtherIs() {
    memory.failReading("ann@example.com", "throttled");
    Recipient ann = new Recipient("ann@example.com", "transactional", null);
    Recipient bob = new Recipient("bob@example.com", "transactional", null);

    assertThat(memory.lookup(Set.of(ann, bob), Duration.ZERO))
        .isEqualTo(
            Map.of(
                ann,
                new SuppressionVerdict.Unreadable("throttled"),
                bob,
                new SuppressionVerdict.Clear()));
  }

  @Test
  void aWriteThatIsToldToFailStoresNothing() {
    memory.failWrites(1);
    SuppressionKey key = new SuppressionKey("ann@example.com", Scope.EVERYWHERE);

    assertThatThrownBy(() -> memory.add(key, new Marked(Mark.COMPLAINT, NOW)))
        .isInstanceOf(StoreUnavailable.class);

    assertThat(memory.items()).isEmpty();
  }
}
