package dev.postrider.aws;

import dev.postrider.local.LocalAws;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/// The SDK's own settings while this is open: Region, credentials and endpoints, as system
/// properties where Lambda has environment variables. A client keeps the endpoint that it was made
/// with, and asks for credentials at each call.
final class SdkProperties implements AutoCloseable {
  private final Map<String, String> properties = new HashMap<>();

  SdkProperties() {
    set("aws.region", LocalAws.REGION.id());
    set("aws.accessKeyId", LocalAws.ACCESS_KEY_ID);
    set("aws.secretAccessKey", LocalAws.SECRET_ACCESS_KEY);
  }

  SdkProperties ses(URI endpoint) {
    return set("aws.endpointUrlSesV2", endpoint.toString());
  }

  SdkProperties sqs(URI endpoint) {
    return set("aws.endpointUrlSqs", endpoint.toString());
  }

  SdkProperties dynamoDb(URI endpoint) {
    return set("aws.endpointUrlDynamoDb", endpoint.toString());
  }

  private SdkProperties set(String name, String value) {
    properties.put(name, value);
    System.setProperty(name, value);
    return this;
  }

  @Override
  public void close() {
    properties.keySet().forEach(System::clearProperty);
  }
}
