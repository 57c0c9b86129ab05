/// The operators' commands: what can be seen and done on a running stack.
@NullMarked
package dev.postrider.cli.ops;

import org.jspecify.annotations.NullMarked;
