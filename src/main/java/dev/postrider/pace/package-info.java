/// How fast the account may send, shared by all instances and counted in recipients.
@NullMarked
package dev.postrider.pace;

import org.jspecify.annotations.NullMarked;
