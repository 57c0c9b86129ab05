/// Holds template.yaml, monitoring.yaml and events/ against the code: handlers, environment,
/// rights, figures.
@NullMarked
package dev.postrider.template;

import org.jspecify.annotations.NullMarked;
