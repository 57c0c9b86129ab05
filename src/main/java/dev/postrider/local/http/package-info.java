/// The HTTP server that the stack's own parts are built on.
@NullMarked
package dev.postrider.local.http;

import org.jspecify.annotations.NullMarked;
