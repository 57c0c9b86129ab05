package dev.postrider.local;

import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/// Keeps the embedded servers' own logs out of the command's output.
public final class LocalLogging {
  /// Loggers of slf4j-simple and the level each is held at, unless a system property says
  /// otherwise.
  private static final Map<String, String> LEVELS =
      Map.of(
          "org.slf4j.simpleLogger.defaultLogLevel", "error",
          "org.slf4j.simpleLogger.log.org.eclipse.jetty", "error",
          // Logs each queue that it creates, at INFO.
          "org.slf4j.simpleLogger.log.org.elasticmq", "error",
          // Says at ERROR that a pool without waiting requests was stopped.
          "org.slf4j.simpleLogger.log.org.apache.pekko", "off");

  private LocalLogging() {}

  /// To be called before the first logger is made: slf4j-simple reads its levels once.
  public static void quiet() {
    LEVELS.forEach(
        (property, level) -> {
          if (System.getProperty(property) == null) {
            System.setProperty(property, level);
          }
        });
  }

  /// The same for DynamoDB Local, the only one that logs by Log4j. Loading Log4j takes 0.2 s: a
  /// command that starts no server does without.
  static void quietDynamoDb() {
    Configurator.setRootLevel(Level.ERROR);
    Configurator.setLevel("software.amazon.dynamodb", Level.ERROR);
  }
}
