/// What producers send: values, decoded and checked once. Knows the JDK and Jackson, nothing else.
@NullMarked
package dev.postrider.email;

import org.jspecify.annotations.NullMarked;
