package dev.dynamory.local.engine.vectors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.zip.CRC32;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** An answer as DynamoDB gives it, not yet sent. */
record Reply(int status, HttpFields headers, ByteBuffer body) {
  private static final String CHECKSUM = "x-amz-crc32";

  static Reply of(int status, ObjectNode body) {
    var headers =
        HttpFields.build()
            .put("x-amzn-RequestId", UUID.randomUUID().toString())
            .put(HttpHeader.CONTENT_TYPE, "application/x-amz-json-1.0");
    return new Reply(status, headers, BufferUtil.EMPTY_BUFFER).with(body);
  }

  static Reply ok(ObjectNode body) {
    return of(200, body);
  }

  boolean isOk() {
    return status == 200;
  }

  ObjectNode json() {
    return Json.object(BufferUtil.toArray(body))
        .orElseThrow(() -> new IllegalStateException("Answered no JSON"));
  }

  /** The same answer with another body, and the checksum that belongs to it. */
  Reply with(ObjectNode changed) {
    byte[] bytes = Json.bytes(changed);
    var checksum = new CRC32();
    checksum.update(bytes);
    return new Reply(
        status,
        HttpFields.build(headers)
            .remove(HttpHeader.CONTENT_LENGTH)
            .put(CHECKSUM, Long.toString(checksum.getValue())),
        ByteBuffer.wrap(bytes));
  }

  void send(Response response, Callback callback) {
    response.setStatus(status);
    headers.forEach(field -> response.getHeaders().put(field));
    response.write(true, body.duplicate(), callback);
  }
}
