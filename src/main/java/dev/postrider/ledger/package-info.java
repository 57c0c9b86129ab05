/// The record of every unit of mail: one item a unit, claimed before the send, settled after it.
@NullMarked
package dev.postrider.ledger;

import org.jspecify.annotations.NullMarked;
