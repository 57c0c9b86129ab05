/// What services are told of their mail: events, and the port that they leave through.
@NullMarked
package dev.postrider.status;

import org.jspecify.annotations.NullMarked;
