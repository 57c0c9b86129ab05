package dev.postrider.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.local.http.HttpJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The file in which an embedded stack tells other commands and the SAM CLI where it is. It is
/// `env.json` in the stack's own directory, `local/PORT` below Maven's output directory, beside the
/// stack's logs; PORT is where its SQS listens (decision 0150). The stack deletes it when it stops.
///
/// @param variables of its functions, and its endpoints
public record StackFile(Path path, Map<String, String> variables) {
  /// Where `postrider local` listens unless it is told otherwise.
  public static final int USUAL_PORT = 9324;

  private static final String STACKS = "local";
  private static final String NAME = "env.json";
  private static final int PATIENCE_MILLIS = 2_000;

  public StackFile {
    variables = Map.copyOf(variables);
  }

  /// A stack's own directory.
  ///
  /// @param target Maven's output directory
  /// @param port of the stack's SQS
  public static Path directory(Path target, int port) {
    return target.resolve(STACKS).resolve(Integer.toString(port));
  }

  /// The file of a stack, written into its directory.
  public static StackFile write(LocalStack stack, Path target) {
    Path directory = directory(target, stack.endpoints().sqs().getPort());
    try {
      Files.createDirectories(directory);
      Map<String, String> variables = stack.functionEnvironment();
      Path file = Files.writeString(directory.resolve(NAME), Endpoints.samJson(variables) + "\n");
      return new StackFile(file, variables);
    } catch (IOException e) {
      throw new UncheckedIOException("the stack's file could not be written", e);
    }
  }

  /// Deletes it.
  public void delete() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(path + " could not be deleted", e);
    }
  }

  /// Reads the file of a stack that answers.
  ///
  /// @throws IllegalStateException when there is no such file, or none of that form, or its stack
  ///     is gone
  public static StackFile read(Path file) {
    try {
      ObjectNode json =
          HttpJson.readObject(Files.readAllBytes(file))
              .orElseThrow(() -> new IllegalStateException(file + " holds no JSON object"));
      Map<String, String> variables = new HashMap<>();
      json.path("Parameters")
          .properties()
          .forEach(field -> variables.put(field.getKey(), field.getValue().asText()));
      StackFile found = new StackFile(file, variables);
      if (!found.answers()) {
        throw new IllegalStateException(
            "No embedded stack runs here (%s is of one that is gone): start one with `%s`."
                .formatted(file, CommandLines.plain("local")));
      }
      return found;
    } catch (NoSuchFileException e) {
      throw new IllegalStateException(
          "No embedded stack runs here (no %s): start one with `%s`."
              .formatted(file, CommandLines.plain("local")));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " could not be read", e);
    }
  }

  /// The stacks that answer, by their ports.
  public static List<StackFile> running(Path target) {
    Path stacks = target.resolve(STACKS);
    if (!Files.isDirectory(stacks)) {
      return List.of();
    }
    List<StackFile> running = new ArrayList<>();
    try (Stream<Path> directories = Files.list(stacks)) {
      for (Path directory : directories.sorted().toList()) {
        find(directory.resolve(NAME)).ifPresent(running::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(stacks + " could not be read", e);
    }
    return running;
  }

  private static Optional<StackFile> find(Path file) {
    try {
      return Optional.of(read(file));
    } catch (IllegalStateException e) {
      return Optional.empty();
    }
  }

  /// The stack that is meant when none is named: the one on [#USUAL_PORT], else the only one.
  ///
  /// @throws IllegalStateException when there is none, or several of which none is on that port
  public static StackFile usual(Path target) {
    return usual(target, USUAL_PORT);
  }

  static StackFile usual(Path target, int usualPort) {
    List<StackFile> running = running(target);
    if (running.isEmpty()) {
      throw new IllegalStateException(
          "No embedded stack runs here (no file of one in %s): start one with `%s`."
              .formatted(target.resolve(STACKS), CommandLines.plain("local")));
    }
    return running.stream()
        .filter(stack -> running.size() == 1 || stack.port() == usualPort)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "Several embedded stacks run here; name one: "
                        + running.stream()
                            .map(stack -> "--local-env " + CommandLines.path(stack.path()))
                            .collect(Collectors.joining(", or "))));
  }

  /// Where its SQS listens.
  public int port() {
    return sqs().getPort();
  }

  private URI sqs() {
    return URI.create(variables.getOrDefault("AWS_ENDPOINT_URL_SQS", ""));
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(sqs().getHost(), port()), PATIENCE_MILLIS);
      return true;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  /// Its endpoints.
  public Endpoints endpoints() {
    return Endpoints.of(variables);
  }
}
