@NullMarked
package dev.postrider.domain.text;

import org.jspecify.annotations.NullMarked;
