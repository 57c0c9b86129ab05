package dev.postrider.cli.domain;

import org.jspecify.annotations.Nullable;

/// Which AWS account and Region a command speaks with.
///
/// @param profile of the AWS configuration files; null for the default
public record RegionAndProfile(String region, @Nullable String profile) {}
