package dev.postrider.calls;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/// Splits what is to go out into calls, each with a bound on its entries and on what they weigh
/// together. Pure.
public final class Chunks {
  private Chunks() {}

  /// The items in their order, in as few chunks as the bound allows; no chunk for no items.
  ///
  /// @param most items of a chunk
  public static <T> List<List<T>> of(List<T> items, int most) {
    return of(items, most, Integer.MAX_VALUE, item -> 0);
  }

  /// The items in their order, in as few chunks as the bounds allow without reordering; no chunk
  /// for no items. An item that is heavier than a whole chunk has one of its own.
  ///
  /// @param most items of a chunk
  /// @param room what the items of a chunk may weigh together
  public static <T> List<List<T>> of(List<T> items, int most, int room, ToIntFunction<T> weight) {
    List<List<T>> chunks = new ArrayList<>();
    List<T> chunk = new ArrayList<>();
    int filled = 0;
    for (T item : items) {
      int more = weight.applyAsInt(item);
      if (!chunk.isEmpty() && (chunk.size() == most || filled + more > room)) {
        chunks.add(chunk);
        chunk = new ArrayList<>();
        filled = 0;
      }
      chunk.add(item);
      filled += more;
    }
    if (!chunk.isEmpty()) {
      chunks.add(chunk);
    }
    return chunks;
  }
}
