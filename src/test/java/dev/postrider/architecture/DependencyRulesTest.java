package dev.postrider.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// The dependency rules of ARCHITECTURE.md.
@AnalyzeClasses(packages = "dev.postrider", importOptions = DoNotIncludeTests.class)
final class DependencyRulesTest {
  private static final String[] CORE = {
    "dev.postrider.email..",
    "dev.postrider.calls..",
    "dev.postrider.dispatch..",
    "dev.postrider.ledger..",
    "dev.postrider.pace..",
    "dev.postrider.suppression..",
    "dev.postrider.feedback..",
    "dev.postrider.status..",
    "dev.postrider.account..",
    "dev.postrider.domain.."
  };

  @ArchTest
  static final ArchRule theCoreKnowsNoAwsType =
      noClasses()
          .that()
          .resideInAnyPackage(CORE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("software.amazon..", "com.amazonaws..")
          .because("the core is tested without AWS and survives a change of SDK");

  @ArchTest
  static final ArchRule theCoreKnowsNoEdge =
      noClasses()
          .that()
          .resideInAnyPackage(CORE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.postrider.aws..", "dev.postrider.cli..", "dev.postrider.local..")
          .because("data flows from the edge to the core and back, never sideways");

  @ArchTest
  static final ArchRule emailKnowsNothingElse =
      noClasses()
          .that()
          .resideInAPackage("dev.postrider.email..")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages(
              "dev.postrider.email..",
              "java..",
              "javax.crypto..",
              "com.fasterxml.jackson..",
              "org.jspecify..")
          .because("a message is decoded once, by the JDK and Jackson alone");

  @ArchTest
  static final ArchRule functionsKnowNeitherTheCommandNorTheStack =
      noClasses()
          .that()
          .resideInAPackage("dev.postrider.aws..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.postrider.cli..", "dev.postrider.local..", "picocli..")
          .because("those packages and their libraries are not in the functions' package");
}
