/// The packaged functions among real protocols, with faults.
@NullMarked
package dev.postrider.e2e;

import org.jspecify.annotations.NullMarked;
