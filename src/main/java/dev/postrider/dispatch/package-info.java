/// The way of a batch from the queue to SES: decode, claim, look up suppressions, decide, reserve
/// pace, group, send, settle. Knows no AWS type.
@NullMarked
package dev.postrider.dispatch;

import org.jspecify.annotations.NullMarked;
