package dev.postrider.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What an operator's commands get from the script `postrider`: all that they need, and none of the
/// embedded servers.
class OperatorClassPathIT {
  private static Stream<Path> jars() throws IOException {
    String classPath = Files.readString(Path.of("target", "operator.classpath")).strip();
    return Arrays.stream(classPath.split(File.pathSeparator, -1)).map(Path::of);
  }

  @Test
  void theEmbeddedServersAreNotOnIt() throws IOException {
    assertThat(jars().map(jar -> jar.getFileName().toString()))
        .anyMatch(jar -> jar.startsWith("picocli"))
        .noneMatch(
            jar ->
                jar.matches(
                    "(elasticmq|pekko|scala|DynamoDBLocal|log4j|jetty|kotlin|h2-|handlebars).*"));
  }

  /// A class that is not there would end the training with an error.
  @Test
  void theCommandsThatTheCacheIsMadeFromRunWithIt() throws Exception {
    URL[] urls =
        Stream.concat(Stream.of(Path.of("target", "postrider.jar")), jars())
            .map(OperatorClassPathIT::url)
            .toArray(URL[]::new);
    try (URLClassLoader alone = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
      var run = alone.loadClass(StartTraining.class.getName()).getDeclaredMethod("run");
      run.setAccessible(true);
      run.invoke(null);
    }
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }
}
