package dev.postrider.local;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The variables that template.yaml sets for functions whose AWS is one server, at which it does
/// not matter what anything is called.
public final class StandInVariables {
  /// What the variables name; queues are named by their URLs.
  private static final List<String> RESOURCES =
      List.of(
          "MailQueue",
          "BulkQueue",
          "RejectedQueue",
          "HeldQueue",
          "LedgerTable",
          "SuppressionTable",
          "ConfigurationSet",
          "StatusBus",
          "DispatchFunctionMail",
          "DispatchFunctionBulk");

  private StandInVariables() {}

  /// The functions' variables, all together, and what an SDK needs.
  ///
  /// @param template template.yaml
  public static Map<String, String> of(Path template, URI aws, String... functions) {
    Map<String, String> names = new HashMap<>();
    names.put("AWS::Region", LocalAws.REGION.id());
    names.put("AWS::URLSuffix", "amazonaws.com");
    names.put("AWS::StackName", "postrider");
    names.put("DomainName", "example.com");
    names.put("SettingsVersion", "local");
    RESOURCES.forEach(name -> names.put(name, aws + "/" + LocalAws.ACCOUNT_ID + "/" + name));
    StackTemplate stack = StackTemplate.read(template).with(names);
    Map<String, String> all = new HashMap<>();
    for (String function : functions) {
      all.putAll(stack.environment(function));
    }
    all.replaceAll((name, value) -> name.startsWith("AWS_ENDPOINT_URL") ? aws.toString() : value);
    all.put("AWS_REGION", LocalAws.REGION.id());
    all.put("AWS_ACCESS_KEY_ID", LocalAws.ACCESS_KEY_ID);
    all.put("AWS_SECRET_ACCESS_KEY", LocalAws.SECRET_ACCESS_KEY);
    return all;
  }
}
