/// One suite a port, run on the in-memory fake and on the embedded servers.
@NullMarked
package dev.postrider.contract;

import org.jspecify.annotations.NullMarked;
