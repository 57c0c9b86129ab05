package dev.postrider.local.ses;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The operations that the stand-in knows, by method and path after `/v2/email`.
///
/// Source: the SES API v2 reference.
enum SesOperation {
  SEND_EMAIL("SendEmail", "POST", "outbound-emails"),
  SEND_BULK_EMAIL("SendBulkEmail", "POST", "outbound-bulk-emails"),
  GET_ACCOUNT("GetAccount", "GET", "account"),
  PUT_ACCOUNT_SENDING_ATTRIBUTES("PutAccountSendingAttributes", "PUT", "account/sending"),
  GET_CONFIGURATION_SET("GetConfigurationSet", "GET", "configuration-sets/*"),
  PUT_CONFIGURATION_SET_SENDING_OPTIONS(
      "PutConfigurationSetSendingOptions", "PUT", "configuration-sets/*/sending"),
  GET_EMAIL_IDENTITY("GetEmailIdentity", "GET", "identities/*"),
  GET_TENANT("GetTenant", "POST", "tenants/get"),
  CREATE_EMAIL_TEMPLATE("CreateEmailTemplate", "POST", "templates"),
  LIST_EMAIL_TEMPLATES("ListEmailTemplates", "GET", "templates"),
  GET_EMAIL_TEMPLATE("GetEmailTemplate", "GET", "templates/*"),
  UPDATE_EMAIL_TEMPLATE("UpdateEmailTemplate", "PUT", "templates/*"),
  DELETE_EMAIL_TEMPLATE("DeleteEmailTemplate", "DELETE", "templates/*"),
  PUT_SUPPRESSED_DESTINATION("PutSuppressedDestination", "PUT", "suppression/addresses"),
  LIST_SUPPRESSED_DESTINATIONS("ListSuppressedDestinations", "GET", "suppression/addresses"),
  GET_SUPPRESSED_DESTINATION("GetSuppressedDestination", "GET", "suppression/addresses/*"),
  DELETE_SUPPRESSED_DESTINATION("DeleteSuppressedDestination", "DELETE", "suppression/addresses/*");

  private final String wireName;
  private final String method;
  private final String path;

  SesOperation(String wireName, String method, String path) {
    this.wireName = wireName;
    this.method = method;
    this.path = path;
  }

  /// The operation's name in AWS's documents.
  String wireName() {
    return wireName;
  }

  static Optional<SesOperation> of(String method, List<String> path) {
    return Arrays.stream(values()).filter(o -> o.matches(method, path)).findFirst();
  }

  private boolean matches(String otherMethod, List<String> otherPath) {
    String[] segments = path.split("/", -1);
    return method.equals(otherMethod)
        && segments.length == otherPath.size()
        && IntStream.range(0, segments.length)
            .allMatch(i -> segments[i].equals("*") || segments[i].equals(otherPath.get(i)));
  }
}
