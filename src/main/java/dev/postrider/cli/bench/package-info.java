/// What mail costs in calls, time and memory: the functions in JVMs of their own, in front of
/// stand-ins that count. Each part of a run is a class `…Bench`, and what it measured a record
/// `…Result`; `docs/benchmarks.md` has the method.
@NullMarked
package dev.postrider.cli.bench;

import org.jspecify.annotations.NullMarked;
