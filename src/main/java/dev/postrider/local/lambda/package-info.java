/// Lambda on one machine: functions in JVMs of their own behind AWS's runtime interface client,
/// the SQS event source, asynchronous invocation, and the part of Lambda's API that the stack
/// needs.
@NullMarked
package dev.postrider.local.lambda;

import org.jspecify.annotations.NullMarked;
