package dev.postrider.dispatch;

import dev.postrider.email.Email;

/// One unit of work: a unit of mail and the record that brought it.
record Task(Received record, Batch.Lane lane, Email email, Email.Unit unit) {}
