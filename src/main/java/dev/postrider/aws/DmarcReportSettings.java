package dev.postrider.aws;

import dev.postrider.domain.dns.DnsName;
import java.net.URI;
import java.util.Map;

/// What the template tells the DmarcReportFunction.
///
/// @param domain whose reports count
/// @param bucket that SES puts the mail into
/// @param s3 where S3 is
record DmarcReportSettings(DnsName domain, String bucket, URI s3) {

  static DmarcReportSettings from(Map<String, String> environment) {
    Settings settings = new Settings(environment);
    return new DmarcReportSettings(
        new DnsName(settings.text("POSTRIDER_EMAIL_IDENTITY")),
        settings.text("POSTRIDER_REPORT_BUCKET"),
        URI.create(settings.text("AWS_ENDPOINT_URL_S3")));
  }
}
