/// What a batch costs: calls, capacity units and time, measured on the embedded stack.
@NullMarked
package dev.postrider.cli.bench;

import org.jspecify.annotations.NullMarked;
