@NullMarked
package dev.postrider.cli.local;

import org.jspecify.annotations.NullMarked;
