/// What the account may do now, and the breaker that stops everything while it may do nothing.
@NullMarked
package dev.postrider.account;

import org.jspecify.annotations.NullMarked;
