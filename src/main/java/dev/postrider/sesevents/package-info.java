/// SES's events as both stand-ins publish them: SES on loopback and SES in virtual time. Not in the
/// functions' package.
@NullMarked
package dev.postrider.sesevents;

import org.jspecify.annotations.NullMarked;
