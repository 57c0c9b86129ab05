package dev.postrider.cli.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A message body that a person wrote.
final class MessageFile {
  /// More than SQS takes.
  private static final int LARGEST = 2 * 1_048_576;

  private MessageFile() {}

  /// @param file a path, or `-` for the standard input
  /// @throws IllegalStateException when it cannot be read, or is not UTF-8
  static String read(String file) {
    try {
      byte[] bytes =
          file.equals("-") ? System.in.readNBytes(LARGEST) : Files.readAllBytes(Path.of(file));
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (NoSuchFileException e) {
      throw new IllegalStateException("There is no file " + file, e);
    } catch (CharacterCodingException e) {
      throw new IllegalStateException(file + " is not UTF-8", e);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " could not be read", e);
    }
  }
}
