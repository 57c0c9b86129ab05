/// Tests of the operators' commands, in-process, over the real protocols on loopback.
@NullMarked
package dev.postrider.verify;

import org.jspecify.annotations.NullMarked;
