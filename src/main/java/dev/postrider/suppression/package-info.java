/// Who must not be mailed, why, and until when.
@NullMarked
package dev.postrider.suppression;

import org.jspecify.annotations.NullMarked;
