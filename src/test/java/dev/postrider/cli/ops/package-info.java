/// Tests of the operators' commands, in-process, over the real protocols on loopback.
@NullMarked
package dev.postrider.cli.ops;

import org.jspecify.annotations.NullMarked;
