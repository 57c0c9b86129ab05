/// Tests of the sending domain's records and checks.
@NullMarked
package dev.postrider.domain.mail;

import org.jspecify.annotations.NullMarked;
