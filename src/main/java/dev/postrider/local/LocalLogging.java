package dev.postrider.local;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/// Keeps the embedded servers' own logs out of the command's output.
final class LocalLogging {
  private LocalLogging() {}

  /// DynamoDB Local logs each request through Log4j, at levels that bury everything else.
  static void quiet() {
    Configurator.setRootLevel(Level.ERROR);
    Configurator.setLevel("software.amazon.dynamodb", Level.ERROR);
  }
}
