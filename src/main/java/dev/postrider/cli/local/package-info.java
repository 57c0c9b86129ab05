/// The sub-commands of `postrider local`: about an embedded stack that runs in another terminal.
@NullMarked
package dev.postrider.cli.local;

import org.jspecify.annotations.NullMarked;
