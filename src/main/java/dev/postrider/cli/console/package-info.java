/// The console: a page about a stack, served on loopback.
@NullMarked
package dev.postrider.cli.console;

import org.jspecify.annotations.NullMarked;
