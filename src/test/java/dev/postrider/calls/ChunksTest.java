package dev.postrider.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChunksTest {
  private static List<List<Integer>> chunks(int most, int room, Integer... weights) {
    return Chunks.of(List.of(weights), most, room, weight -> weight);
  }

  @Test
  void aChunkHoldsSoManyItemsAndNoMore() {
    assertThat(chunks(2, 100, 1, 1, 1, 1, 1))
        .containsExactly(List.of(1, 1), List.of(1, 1), List.of(1));
  }

  @Test
  void aChunkIsFilledToItsRoom() {
    assertThat(chunks(10, 5, 2, 3, 1, 4, 5))
        .containsExactly(List.of(2, 3), List.of(1, 4), List.of(5));
  }

  @Test
  void whatIsHeavierThanAWholeChunkHasOneOfItsOwn() {
    assertThat(chunks(10, 5, 1, 9, 1)).containsExactly(List.of(1), List.of(9), List.of(1));
  }
}
