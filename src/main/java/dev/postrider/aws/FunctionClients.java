package dev.postrider.aws;

import java.net.URI;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/// What DispatchFunction and FeedbackFunction call AWS with: AWS itself, or answers from memory
/// while a function is primed. FeedbackFunction makes neither of the two that only mail needs.
///
/// @param putEvents EventBridge's operation, by its endpoint
record FunctionClients(
    DynamoDbClient dynamoDb,
    Supplier<SesV2Client> sesForSending,
    Supplier<SqsClient> sqs,
    Function<URI, PutEvents> putEvents) {}
