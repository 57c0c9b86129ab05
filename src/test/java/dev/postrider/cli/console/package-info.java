@NullMarked
package dev.postrider.cli.console;

import org.jspecify.annotations.NullMarked;
