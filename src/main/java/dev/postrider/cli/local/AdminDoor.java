package dev.postrider.cli.local;

import dev.postrider.cli.output.ExitCodes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// The doors of SES's stand-in that SES does not have. Each call returns an exit code; what the
/// stand-in refuses is printed as it says it.
record AdminDoor(URI ses, CommandLine command) {

  /// Prints what a door shows.
  int get(String path) {
    return call(request(path).GET(), null);
  }

  int delete(String path) {
    return call(request(path).DELETE(), "");
  }

  /// @param done is printed when the door took it
  int post(String path, String body, String done) {
    return call(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)),
        done + "\n");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(ses.resolve(path));
  }

  /// @param done printed instead of the answer; null to print that
  private int call(HttpRequest.Builder request, @Nullable String done) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
      boolean taken = answer.statusCode() / 100 == 2;
      if (taken) {
        command.getOut().print(done == null ? answer.body() : done);
        command.getOut().flush();
      } else {
        command.getErr().println("postrider: " + answer.body().strip());
      }
      return taken ? ExitCodes.DONE : ExitCodes.NOT_RUN;
    } catch (IOException e) {
      throw new UncheckedIOException("SES's stand-in at " + ses + " did not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCodes.NOT_RUN;
    }
  }
}
