/// The embedded stack: the servers and the Lambda runtime that the functions meet on one machine.
///
/// Everything listens on 127.0.0.1 and speaks AWS's own protocols, so that only endpoint URLs
/// differ from AWS. Nothing here enters the functions' package.
@NullMarked
package dev.postrider.local;

import org.jspecify.annotations.NullMarked;
