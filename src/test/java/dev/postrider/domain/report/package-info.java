/// Tests of reading DMARC reports, hostile ones among them.
@NullMarked
package dev.postrider.domain.report;

import org.jspecify.annotations.NullMarked;
