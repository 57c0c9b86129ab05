package dev.postrider.local.lambda;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The native part of AWS's runtime interface client, unpacked once for all instances.
///
/// By itself every instance unpacks it to one and the same file, `/tmp/.libaws-lambda-jni.so`, and
/// an instance that loads what another one is just writing dies of SIGBUS.
final class NativeClientLibrary {
  /// What tells the client where its library lies.
  static final String PROPERTY =
      "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

  private static @Nullable Path unpacked;

  private NativeClientLibrary() {}

  /// The library of this machine; gone when this JVM ends.
  static synchronized Path path() {
    Path path = unpacked;
    if (path == null || !Files.isReadable(path)) {
      path = unpack();
      unpacked = path;
    }
    return path;
  }

  private static Path unpack() {
    try (InputStream library =
        Objects.requireNonNull(
            AWSLambda.class.getResourceAsStream("/jni/libaws-lambda-jni." + platform() + ".so"),
            "the runtime interface client has no library for this machine")) {
      Path file = Files.createTempFile("postrider-lambda-jni", ".so");
      file.toFile().deleteOnExit();
      Files.copy(library, file, StandardCopyOption.REPLACE_EXISTING);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("the native runtime interface client was not unpacked", e);
    }
  }

  private static String platform() {
    boolean arm = System.getProperty("os.arch").equals("aarch64");
    String processor = arm ? "aarch_64" : "x86_64";
    Path musl = Path.of("/lib/ld-musl-" + (arm ? "aarch64" : "x86_64") + ".so.1");
    return (Files.exists(musl) ? "linux_musl-" : "linux-") + processor;
  }
}
