/// The functions, and one adapter a port. The only place of the functions' code that knows AWS
/// types.
@NullMarked
package dev.postrider.aws;

import org.jspecify.annotations.NullMarked;
