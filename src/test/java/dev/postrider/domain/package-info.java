/// Tests of the sending domain's records and checks.
@NullMarked
package dev.postrider.domain;

import org.jspecify.annotations.NullMarked;
