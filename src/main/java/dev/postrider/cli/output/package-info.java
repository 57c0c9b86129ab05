/// How a command answers: as text or JSON, in tables or CSV, with an exit code.
@NullMarked
package dev.postrider.cli.output;

import org.jspecify.annotations.NullMarked;
