package dev.postrider.cli.output;

/// Where a command changes something: said in each of its questions and answers, so that nobody
/// answers one about another stack than he means.
///
/// @param stack of CloudFormation; `local` for the embedded one
/// @param account its number
/// @param port of the embedded stack's SQS; 0 for a stack on AWS
public record Place(String stack, String account, String region, int port) {
  /// As a question ends and an answer says it.
  public String text() {
    return port == 0
        ? "stack %s, account %s, %s".formatted(stack, account, region)
        : "the embedded stack on port " + port;
  }
}
