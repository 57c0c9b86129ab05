/// What SES says became of mail, and what follows from it for suppressions and the ledger. Knows
/// the JDK, Jackson and the two ports.
@NullMarked
package dev.postrider.feedback;

import org.jspecify.annotations.NullMarked;
