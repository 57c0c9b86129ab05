/// The commands about the sending domain, and what they reach the world through: dnsjava, SES, SMTP
/// and the Public Suffix List.
@NullMarked
package dev.postrider.cli.domain;

import org.jspecify.annotations.NullMarked;
