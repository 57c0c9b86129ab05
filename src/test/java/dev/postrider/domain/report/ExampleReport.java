package dev.postrider.domain.report;

/// A report such as receivers send, about `example.com`.
public final class ExampleReport {
  private ExampleReport() {}

  /// Our mail, our mail forwarded, SES without alignment, and a forger.
  public static final String XML =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <feedback>
        <version>1.0</version>
        <report_metadata>
          <org_name>receiver.example</org_name>
          <email>dmarc@receiver.example</email>
          <report_id>20261101.1</report_id>
          <date_range><begin>1793491200</begin><end>1793577599</end></date_range>
        </report_metadata>
        <policy_published>
          <domain>example.com</domain><adkim>r</adkim><aspf>r</aspf><p>none</p><sp>none</sp>
        </policy_published>
      """
          + row("54.240.7.1", 120, true, true)
              .formatted(
                  dkim("example.com", "tokenone", "pass") + dkim("amazonses.com", "ses", "pass"),
                  "mail.example.com",
                  "pass")
          + row("203.0.113.9", 7, true, false)
              .formatted(dkim("example.com", "tokenone", "pass"), "forwarder.example", "pass")
          + row("54.240.7.2", 3, false, false)
              .formatted(dkim("amazonses.com", "ses", "pass"), "eu-west-1.amazonses.com", "pass")
          + row("198.51.100.66", 40, false, false).formatted("", "forger.example", "fail")
          + "</feedback>\n";

  private static String row(String source, int count, boolean dkim, boolean spf) {
    return """
      <record>
        <row>
          <source_ip>%s</source_ip><count>%d</count>
          <policy_evaluated>
            <disposition>none</disposition><dkim>%s</dkim><spf>%s</spf>
          </policy_evaluated>
        </row>
        <identifiers><header_from>example.com</header_from></identifiers>
        <auth_results>%%s<spf><domain>%%s</domain><result>%%s</result></spf></auth_results>
      </record>
    """
        .formatted(source, count, dkim ? "pass" : "fail", spf ? "pass" : "fail");
  }

  private static String dkim(String domain, String selector, String result) {
    return "<dkim><domain>%s</domain><selector>%s</selector><result>%s</result></dkim>"
        .formatted(domain, selector, result);
  }
}
