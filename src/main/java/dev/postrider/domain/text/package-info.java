/// Sentences for people that are not in a language yet, and the languages they can be put in.
@NullMarked
package dev.postrider.domain.text;

import org.jspecify.annotations.NullMarked;
