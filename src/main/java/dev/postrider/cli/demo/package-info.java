/// The demonstration: a realistic mix of mail, and what must become of each message.
@NullMarked
package dev.postrider.cli.demo;

import org.jspecify.annotations.NullMarked;
