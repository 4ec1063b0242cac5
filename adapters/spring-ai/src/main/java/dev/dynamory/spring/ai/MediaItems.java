package dev.dynamory.spring.ai;

import dev.dynamory.InvalidInputException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.ai.content.Media;
import org.springframework.util.MimeTypeUtils;

/**
 * How media lie in their message.
 *
 * <pre>
 * mime_type  image/png
 * name       media-png-1f…
 * id         what a model called it
 * text       the URI or the text that it holds; or instead
 * url        the URL that it holds; or instead
 * base64     the bytes that it holds
 * </pre>
 */
final class MediaItems {
  private MediaItems() {}

  static List<Map<String, Object>> items(List<Media> media, String path) {
    return media.stream().map(one -> item(one, path)).toList();
  }

  private static Map<String, Object> item(Media media, String path) {
    var item = new LinkedHashMap<String, Object>();
    item.put("mime_type", media.getMimeType().toString());
    item.put("name", media.getName());
    if (media.getId() != null) {
      item.put("id", media.getId());
    }
    if (media.getData() instanceof String text) {
      item.put("text", text);
    } else if (media.getData() instanceof URL url) {
      item.put("url", url.toExternalForm());
    } else if (media.getData() instanceof byte[] bytes) {
      item.put("base64", Base64.getEncoder().encodeToString(bytes));
    } else {
      throw new InvalidInputException(
          "messages", path + ".media", "must hold a text, a URL or bytes");
    }
    return item;
  }

  /** Throws a RuntimeException if one is no media. */
  static List<Media> media(List<Map<String, Object>> items) {
    return items.stream().map(MediaItems::media).toList();
  }

  private static Media media(Map<String, Object> item) {
    var media =
        Media.builder()
            .mimeType(MimeTypeUtils.parseMimeType(text(item, "mime_type")))
            .name(text(item, "name"));
    if (item.get("id") instanceof String id) {
      media.id(id);
    }
    if (item.get("text") instanceof String text) {
      media.data(text);
    } else if (item.get("url") instanceof String url) {
      media.data(url(url));
    } else if (item.get("base64") instanceof String base64) {
      media.data(Base64.getDecoder().decode(base64));
    }
    return media.build();
  }

  private static String text(Map<String, Object> item, String name) {
    if (item.get(name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("no " + name);
  }

  private static URL url(String url) {
    try {
      return URI.create(url).toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(url, e);
    }
  }
}
