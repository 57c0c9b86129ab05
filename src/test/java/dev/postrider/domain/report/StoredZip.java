package dev.postrider.domain.report;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/// A ZIP archive as some programs stream it: a file that is not compressed, whose length and
/// checksum stand behind it and in the directory only (APPNOTE.TXT, sections 4.3.7 to 4.3.16).
final class StoredZip {
  private static final short LENGTH_BEHIND = 1 << 3;

  private StoredZip() {}

  /// @param content of the file `name`
  /// @param checksum that the archive tells of it
  static byte[] of(String name, byte[] content, int checksum) {
    byte[] path = name.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer zip =
        ByteBuffer.allocate(30 + 16 + 46 + 22 + 2 * path.length + content.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    zip.putInt(0x04034b50).putShort((short) 20).putShort(LENGTH_BEHIND).putShort((short) 0);
    zip.putInt(0).putInt(0).putInt(0).putInt(0);
    zip.putShort((short) path.length).putShort((short) 0).put(path).put(content);
    zip.putInt(0x08074b50).putInt(checksum).putInt(content.length).putInt(content.length);
    int directory = zip.position();
    zip.putInt(0x02014b50).putShort((short) 20).putShort((short) 20).putShort(LENGTH_BEHIND);
    zip.putShort((short) 0).putInt(0).putInt(checksum);
    zip.putInt(content.length).putInt(content.length);
    zip.putShort((short) path.length).putShort((short) 0).putShort((short) 0);
    zip.putShort((short) 0).putShort((short) 0).putInt(0).putInt(0).put(path);
    int length = zip.position() - directory;
    zip.putInt(0x06054b50).putShort((short) 0).putShort((short) 0);
    zip.putShort((short) 1).putShort((short) 1).putInt(length).putInt(directory);
    return zip.putShort((short) 0).array();
  }

  static int checksum(byte[] content) {
    CRC32 checksum = new CRC32();
    checksum.update(content);
    return (int) checksum.getValue();
  }
}
