package dev.postrider.sesevents;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// An event that SES publishes.
///
/// @param type as `eventType` has it, such as `Rendering Failure`
/// @param json the SNS message
public record SesEvent(String type, ObjectNode json) {}
