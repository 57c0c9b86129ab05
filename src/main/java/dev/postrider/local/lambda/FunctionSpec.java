package dev.postrider.local.lambda;

import dev.postrider.local.LocalAws;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.lambda.model.RecursiveLoop;

/// A function as template.yaml declares it.
///
/// @param classPath what the package holds, in the form of `java -cp`: a directory, a jar, or
///     `lib/*`
/// @param handler `package.Class::method`
/// @param environment what the template sets, and the endpoints of the stack
/// @param timeout after which an instance is killed
/// @param instances how many invocations run at the same time, each in a JVM of its own
/// @param log what all instances print; appended to
/// @param recursiveLoop whether an event that came back too often is delivered all the same
public record FunctionSpec(
    String name,
    List<Path> classPath,
    String handler,
    Map<String, String> environment,
    Duration timeout,
    int memoryMegabytes,
    int instances,
    Path log,
    RecursiveLoop recursiveLoop) {

  public FunctionSpec {
    classPath = List.copyOf(classPath);
    environment = Map.copyOf(environment);
    if (instances < 1) {
      throw new IllegalArgumentException(name + " needs at least one instance, not " + instances);
    }
  }

  /// The class path of an unpacked function package: classes at the root, libraries in lib/.
  public static List<Path> packageClassPath(Path directory) {
    return List.of(directory, directory.resolve("lib").resolve("*"));
  }

  /// The function's ARN in the stack's account.
  public String arn() {
    return LocalAws.arn("lambda", "function:" + name);
  }
}
