/// The command `./postrider`: one class a sub-command.
@NullMarked
package dev.postrider.cli;

import org.jspecify.annotations.NullMarked;
