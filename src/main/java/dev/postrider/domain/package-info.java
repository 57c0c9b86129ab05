/// A sending domain: the six records it needs, the check of what the world sees, and the next safe
/// step. Pure: facts come in through ports, findings go out as values.
@NullMarked
package dev.postrider.domain;

import org.jspecify.annotations.NullMarked;
