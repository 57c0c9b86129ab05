/// The SES v2 stand-in: SES's wire protocol, limits, errors and events, an inbox instead of the
/// world, and faults on request.
@NullMarked
package dev.postrider.local.ses;

import org.jspecify.annotations.NullMarked;
