/// What must be true of a deployed stack: pure functions from what AWS answered to a verdict.
@NullMarked
package dev.postrider.verify;

import org.jspecify.annotations.NullMarked;
