package dev.postrider.cli.domain;

import dev.postrider.local.CommandLines;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/// `--region` and `--profile`, and what stands for them when they are not given: the variables and
/// files of the AWS CLI.
public final class AwsOptions {
  @Option(
      names = "--region",
      paramLabel = "REGION",
      description = "Else AWS_REGION, AWS_DEFAULT_REGION, profile's.")
  private @Nullable String region;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "Of the AWS configuration. Else AWS_PROFILE.")
  private @Nullable String profile;

  /// The options as they were given, word by word; empty when none was.
  public List<String> words() {
    return Stream.concat(
            region == null ? Stream.of() : Stream.of("--region", region),
            profile == null ? Stream.of() : Stream.of("--profile", profile))
        .toList();
  }

  /// The same in a line, with a blank before each.
  public String given() {
    return CommandLines.spaced(words());
  }

  /// The account and Region; a sentence for the user when there is no Region.
  public RegionAndProfile access(Function<String, @Nullable String> environment) {
    return new RegionAndProfile(
        Optional.ofNullable(region)
            .or(() -> Optional.ofNullable(environment.apply("AWS_REGION")))
            .or(() -> Optional.ofNullable(environment.apply("AWS_DEFAULT_REGION")))
            .or(this::ofProfile)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no Region: give --region, or set AWS_REGION or the profile's region")),
        profile);
  }

  private Optional<String> ofProfile() {
    try {
      return Optional.of(
          DefaultAwsRegionProviderChain.builder()
              .profileFile(ProfileFile::defaultProfileFile)
              .profileName(profile)
              .build()
              .getRegion()
              .id());
    } catch (SdkClientException e) {
      return Optional.empty();
    }
  }
}
