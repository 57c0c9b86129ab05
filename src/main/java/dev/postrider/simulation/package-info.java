/// A world in virtual time: SQS, SES, SNS, DynamoDB and Lambda with their faults, around the real
/// dispatcher, feedback handler and account watch. One seed decides everything in it.
@NullMarked
package dev.postrider.simulation;

import org.jspecify.annotations.NullMarked;
