package dev.postrider.local.ses;

import com.github.jknack.handlebars.Context;
import com.github.jknack.handlebars.EscapingStrategy;
import com.github.jknack.handlebars.Handlebars;
import com.github.jknack.handlebars.HandlebarsException;
import com.github.jknack.handlebars.Helper;
import com.github.jknack.handlebars.Template;
import com.github.jknack.handlebars.ValueResolver;
import com.github.jknack.handlebars.context.MapValueResolver;
import com.github.jknack.handlebars.io.AbstractTemplateLoader;
import com.github.jknack.handlebars.io.TemplateSource;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sesv2.model.EmailTemplateContent;

/// Puts data into a stored template, as SES does: Handlebars with its own helpers and inline
/// partials, without escaping (decision 0110).
///
/// A template reaches the data and nothing else: no Java object but JSON's values, no file, no
/// class path, no resource bundle, no log. It stops after a million steps.
///
/// Source: "Advanced email personalization", SES developer guide.
final class HandlebarsRenderer {
  private static final Helper<Object> MISSING =
      (_, options) -> {
        throw RenderingFailure.missing(options.helperName);
      };

  /// What the library adds to Handlebars: they read files and bundles.
  private static final List<String> EXTRAS =
      List.of("embedded", "block", "partial", "precompile", "i18n", "i18nJs");

  private static final Handlebars HANDLEBARS = handlebars();

  private HandlebarsRenderer() {}

  private static Handlebars handlebars() {
    Handlebars handlebars = new Handlebars(new NoFiles()).with(EscapingStrategy.NOOP);
    handlebars.registerHelperMissing(MISSING);
    EXTRAS.forEach(name -> handlebars.registerHelper(name, MISSING));
    handlebars.registerHelper("log", (_, _) -> "");
    return handlebars;
  }

  /// What is wrong with a template's syntax is a [RenderingFailure].
  static void check(EmailTemplateContent template) {
    compiled(template.subject());
    compiled(template.text());
    compiled(template.html());
  }

  /// @param data JSON's values: maps, lists, texts, numbers, booleans and null
  /// @throws RenderingFailure when the data lacks what the template names, or when the template
  ///     is not Handlebars
  static EmailTemplateContent render(EmailTemplateContent template, Map<String, ?> data) {
    return EmailTemplateContent.builder()
        .subject(filled(template.subject(), data))
        .text(filled(template.text(), data))
        .html(filled(template.html(), data))
        .build();
  }

  private static @Nullable String filled(@Nullable String part, Map<String, ?> data) {
    Template template = compiled(part);
    return template == null
        ? null
        : caught(
            () -> template.apply(Context.newBuilder(data).resolver(new CountedValues()).build()));
  }

  private static @Nullable Template compiled(@Nullable String part) {
    return part == null ? null : caught(() -> HANDLEBARS.compileInline(part));
  }

  private interface Step<T> {
    T take() throws IOException;
  }

  private static <T> T caught(Step<T> step) {
    try {
      return step.take();
    } catch (HandlebarsException e) {
      throw e.getCause() instanceof RenderingFailure failure
          ? failure
          : new RenderingFailure(e.getError() == null ? "" + e.getMessage() : e.getError().reason);
    } catch (StackOverflowError e) {
      throw new RenderingFailure("The template nests too deeply, or a partial calls itself.");
    } catch (IOException e) {
      throw new UncheckedIOException("no file is read", e);
    }
  }

  /// Finds no partial but those that the template defines itself.
  private static final class NoFiles extends AbstractTemplateLoader {
    @Override
    public TemplateSource sourceAt(String location) throws IOException {
      throw new FileNotFoundException(location);
    }
  }

  /// Looks into maps alone, and counts what it finds: whatever a template repeats, it looks up the
  /// list to loop over or a partial's data each time.
  private static final class CountedValues implements ValueResolver {
    private static final int MAX_STEPS = 1_000_000;

    private int steps;

    @Override
    public Object resolve(Object context, String name) {
      return counted(MapValueResolver.INSTANCE.resolve(context, name));
    }

    @Override
    public Object resolve(Object context) {
      return counted(MapValueResolver.INSTANCE.resolve(context));
    }

    @Override
    public Set<Entry<String, Object>> propertySet(Object context) {
      Set<Entry<String, Object>> properties = MapValueResolver.INSTANCE.propertySet(context);
      var _ = counted(properties);
      return properties;
    }

    private Object counted(Object found) {
      steps += 1 + (found instanceof Collection<?> several ? several.size() : 0);
      if (steps > MAX_STEPS) {
        throw new RenderingFailure("The template takes more than " + MAX_STEPS + " steps.");
      }
      return found;
    }
  }
}
