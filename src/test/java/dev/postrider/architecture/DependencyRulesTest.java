package dev.postrider.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

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
  static final ArchRule whatIsPackagedNamesNothingThatIsNot =
      noClasses()
          .that()
          .resideOutsideOfPackages(notPackaged())
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(notPackaged())
          .because(
              "src/assembly/function.xml leaves those packages out of postrider-function.zip, and a"
                  + " function that names one fails in AWS alone");

  @ArchTest
  static final ArchRule functionsDoNotKnowTheCommandLine =
      noClasses()
          .that()
          .resideInAPackage("dev.postrider.aws..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("picocli..")
          .because("the command's libraries are not in the functions' package");

  @ArchTest
  static final ArchRule theSimulationKnowsNoServer =
      noClasses()
          .that()
          .resideInAPackage("dev.postrider.simulation..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.postrider.local..", "dev.postrider.aws..", "dev.postrider.cli..")
          .because(
              "a run is decided by its seed alone, so nothing in it may wait for a real server");

  @ArchTest
  static final ArchRule whatBothStandInsOfSesWriteKnowsNeither =
      noClasses()
          .that()
          .resideInAPackage("dev.postrider.sesevents..")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages(
              "dev.postrider.sesevents..", "java..", "com.fasterxml.jackson..", "org.jspecify..")
          .because("the events are SES's, and a stand-in that shaped them would test itself");

  @ArchTest
  static final ArchRule whatJudgesAStackAsksNobody =
      noClasses()
          .that()
          .resideInAPackage("dev.postrider.verify..")
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              "dev\\.postrider\\.(aws|cli|local)\\..*|software\\.amazon\\..*Client(Builder)?")
          .because("a verdict follows from recorded answers alone, which tests can write down");

  @ArchTest
  static final ArchRule commandsHaveTheirOwnJson =
      noClasses()
          .that()
          .resideInAPackage("dev.postrider.cli..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("dev.postrider.local.http.HttpJson")
          .because("what a command answers is written by cli.output alone");

  @ArchTest
  static final ArchRule outputKnowsNoCommand =
      noClasses()
          .that()
          .resideInAPackage("dev.postrider.cli.output..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.postrider.cli.ops..", "dev.postrider.cli.domain..")
          .because("every command answers by it");

  /// The packages that the assembly excludes, as ArchUnit writes them.
  private static String[] notPackaged() {
    try {
      String assembly = Files.readString(Path.of("src/assembly/function.xml"));
      return Pattern.compile("<exclude>(dev/postrider/\\w+)/\\*\\*</exclude>")
          .matcher(assembly)
          .results()
          .map(exclude -> exclude.group(1).replace('/', '.') + "..")
          .toArray(String[]::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
