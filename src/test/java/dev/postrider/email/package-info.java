@NullMarked
package dev.postrider.email;

import org.jspecify.annotations.NullMarked;
