package dev.postrider.email;

import dev.postrider.email.Checked.Flaw;
import dev.postrider.email.Checked.Good;
import java.util.Locale;
import java.util.Set;

/// What SES refuses of an attachment's name. It restricts neither its content type nor its language
/// (decision 0107).
public final class AttachmentNames {

  /// Characters that SES answers with a BadRequestException. AWS's guides do not name them.
  public static final String REFUSED_CHARACTERS = "/\\:*?\"<>|";

  /// Extensions in lower case, without the dot
  /// (https://docs.aws.amazon.com/ses/latest/dg/mime-types.html, read in 2026-11).
  public static final Set<String> REFUSED_EXTENSIONS =
      Set.of(
          """
          ade adp app asp bas bat cer chm cmd com cpl crt csh der exe fxp gadget hlp hta inf ins isp
          its js jse ksh lib lnk mad maf mag mam maq mar mas mat mau mav maw mda mdb mde mdt mdw mdz
          msc msh msh1 msh1xml msh2 msh2xml mshxml msi msp mst ops pcd pif plg prf prg ps1 ps1xml ps2
          ps2xml psc1 psc2 reg scf scr sct shb shs sys tmp url vb vbe vbs vps vsmacros vss vst vsw
          vxd ws wsc wsf wsh xnk
          """
              .strip()
              .split("\\s+"));

  private static final String CHARACTERS =
      "a file name without "
          + String.join(" ", REFUSED_CHARACTERS.split(""))
          + ": SES refuses these";

  private static final String EXTENSIONS =
      "an extension that SES does not refuse"
          + " (https://docs.aws.amazon.com/ses/latest/dg/mime-types.html)";

  private AttachmentNames() {}

  /// What follows the last dot, in lower case; empty when there is none. Spaces, tabs and dots at
  /// the end do not count: Windows drops them when it saves the file.
  public static String extension(String name) {
    int end = name.length();
    while (end > 0 && " \t.".indexOf(name.charAt(end - 1)) >= 0) {
      end--;
    }
    int dot = name.lastIndexOf('.', end - 1);
    return dot < 0 ? "" : name.substring(dot + 1, end).toLowerCase(Locale.ROOT);
  }

  /// The name when SES takes it.
  static Checked<String> check(String name) {
    return TextRules.only("a file name", name, c -> REFUSED_CHARACTERS.indexOf(c) < 0, CHARACTERS)
        .then(
            good ->
                REFUSED_EXTENSIONS.contains(extension(good))
                    ? new Flaw<>("a file name that ends in ." + extension(good), EXTENSIONS)
                    : new Good<>(good));
  }
}
