/// DMARC aggregate reports (RFC 7489 appendix C, RFC 9990): read within bounds, then summed up.
@NullMarked
package dev.postrider.domain.report;

import org.jspecify.annotations.NullMarked;
