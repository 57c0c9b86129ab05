package dev.postrider.dispatch;

import java.util.List;

/// Hands mail to SES.
public interface EmailSender {

  /// Makes one call, and never repeats it by itself: SendEmail for one unit, SendBulkEmail for 2 to
  /// 50, which share template, sender, reply addresses, attachments and tenant.
  ///
  /// @return SES's answer for each unit, in their order; failures are answers too
  List<SendOutcome> send(List<Delivery> units);
}
