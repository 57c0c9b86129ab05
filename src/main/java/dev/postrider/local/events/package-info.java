/// The EventBridge stand-in: PutEvents with its limits, what was put, and faults on request.
@NullMarked
package dev.postrider.local.events;

import org.jspecify.annotations.NullMarked;
