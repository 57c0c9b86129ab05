/// The packaged functions among real protocols: with faults, and as an operator has them.
@NullMarked
package dev.postrider.e2e;

import org.jspecify.annotations.NullMarked;
