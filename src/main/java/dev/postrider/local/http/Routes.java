package dev.postrider.local.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What answers which call, by its method and path; the first route that matches.
public final class Routes implements LoopbackServer.Answering {
  private final List<Route> routes = new ArrayList<>();

  /// What a route leads to.
  @FunctionalInterface
  public interface Operation {
    /// Answers one call; may block.
    ///
    /// @param name what stands for `*` in the path, percent-decoded; empty where it has none
    Reply answer(HttpCall call, String name) throws IOException;
  }

  private record Route(List<String> words, Operation operation) {
    boolean matches(List<String> call) {
      return words.size() == call.size()
          && IntStream.range(0, call.size())
              .allMatch(i -> words.get(i).equals("*") || words.get(i).equals(call.get(i)));
    }
  }

  /// Adds a route.
  ///
  /// @param route such as `GET /inbox/*`, where `*` stands for a name
  public Routes on(String route, Operation operation) {
    routes.add(new Route(List.of(route.split("[ /]+")), operation));
    return this;
  }

  @Override
  public Reply answer(HttpCall call) throws IOException {
    List<String> words = Stream.concat(Stream.of(call.method()), call.segments().stream()).toList();
    for (Route route : routes) {
      if (route.matches(words)) {
        int star = route.words().indexOf("*");
        return route.operation().answer(call, star < 0 ? "" : words.get(star));
      }
    }
    return Reply.error(
        404, "UnknownOperationException", "The local stand-in has no such operation.");
  }
}
