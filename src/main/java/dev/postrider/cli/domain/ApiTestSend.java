package dev.postrider.cli.domain;

import dev.postrider.cli.domain.SendTestCommand.TestMail;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.SendEmailRequest;
import software.amazon.awssdk.services.sesv2.model.SendEmailResponse;

/// Sends the test message by SESv2 SendEmail, in one attempt.
record ApiTestSend(RegionAndProfile access, TestMail mail) {
  TransportTest send(SesTransport transport, AwsCredentialsProvider credentials) {
    String identity = access.caller(credentials);
    // A second attempt after a time-out would send a second mail.
    try (SesV2Client ses =
        access
            .ses()
            .credentialsProvider(credentials)
            .overrideConfiguration(c -> c.retryStrategy(DefaultRetryStrategy.doNotRetry()))
            .build()) {
      SendEmailResponse response = ses.sendEmail(request(transport));
      return TransportTest.sent(
          transport,
          identity,
          response.messageId(),
          "HTTP " + response.sdkHttpResponse().statusCode());
    } catch (AwsServiceException e) {
      return TransportTest.failed(transport, identity, describe(e));
    } catch (SdkException e) {
      return TransportTest.failed(transport, identity, "no answer: " + e.getMessage());
    }
  }

  private SendEmailRequest request(SesTransport transport) {
    SendEmailRequest.Builder request =
        SendEmailRequest.builder()
            .fromEmailAddress(mail.from())
            .destination(d -> d.toAddresses(mail.to()))
            .content(
                c ->
                    c.simple(
                        s ->
                            s.subject(t -> t.data(TestMail.SUBJECT))
                                .body(b -> b.text(t -> t.data(TestMail.text(transport))))));
    if (!mail.configurationSet().isEmpty()) {
      request.configurationSetName(mail.configurationSet());
    }
    return request.build();
  }

  private static String describe(AwsServiceException e) {
    String code =
        e.awsErrorDetails() == null
            ? "no code"
            : e.awsErrorDetails().errorCode() + ": " + e.awsErrorDetails().errorMessage();
    return "HTTP " + e.statusCode() + " " + code + " (request " + e.requestId() + ")";
  }
}
