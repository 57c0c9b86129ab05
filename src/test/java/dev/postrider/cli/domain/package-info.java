/// Tests of the commands about the sending domain, against a real DNS server on loopback.
@NullMarked
package dev.postrider.cli.domain;

import org.jspecify.annotations.NullMarked;
