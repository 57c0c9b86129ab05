/// What SPF, DKIM and DMARC records say, and when a domain aligns. Knows the JDK and the DNS port.
@NullMarked
package dev.postrider.domain.mail;

import org.jspecify.annotations.NullMarked;
