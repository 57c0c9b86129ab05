/// The DNS as the domain check sees it: names, record types, answers and the port that asks.
@NullMarked
package dev.postrider.domain.dns;

import org.jspecify.annotations.NullMarked;
