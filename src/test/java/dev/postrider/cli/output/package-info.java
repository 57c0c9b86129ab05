/// Tests of what commands print.
@NullMarked
package dev.postrider.cli.output;

import org.jspecify.annotations.NullMarked;
