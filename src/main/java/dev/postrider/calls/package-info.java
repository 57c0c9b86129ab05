/// What packages that call services share: splitting work into calls, running calls side by side,
/// and waiting between them.
@NullMarked
package dev.postrider.calls;

import org.jspecify.annotations.NullMarked;
