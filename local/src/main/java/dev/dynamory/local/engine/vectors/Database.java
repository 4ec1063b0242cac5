package dev.dynamory.local.engine.vectors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** DynamoDB Local, asked in this process with the credentials of the request that is answered. */
record Database(Handler handler, Request caller, Response answer) {
  private static final String TARGET = "X-Amz-Target";
  private static final String VERSION = "DynamoDB_20120810.";

  /** The answer, whatever it is. */
  Reply send(String operation, ObjectNode body) {
    return send(operation, Json.bytes(body));
  }

  Reply send(String operation, byte[] body) {
    var captured = new Captured(caller, answer);
    try {
      handler.handle(new Asked(caller, operation, body), captured, Callback.NOOP);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(operation + " was not answered", e);
    }
    return captured.reply();
  }

  /** What it answers, and otherwise its error is the caller's. */
  ObjectNode ask(String operation, ObjectNode body) {
    var reply = send(operation, body);
    if (!reply.isOk()) {
      throw Refusal.relayed(reply);
    }
    return reply.json();
  }

  Database in(Handler other) {
    return new Database(other, caller, answer);
  }

  private static final class Asked extends Request.Wrapper {
    private final HttpFields headers;
    private final Content.Source content;
    private final long length;

    Asked(Request caller, String operation, byte[] body) {
      super(caller);
      headers =
          HttpFields.build(caller.getHeaders())
              .put(new HttpField(TARGET, VERSION + operation))
              .put(HttpHeader.CONTENT_LENGTH, body.length);
      content = Content.Source.from(ByteBuffer.wrap(body));
      length = body.length;
    }

    @Override
    public HttpFields getHeaders() {
      return headers;
    }

    @Override
    public long getLength() {
      return length;
    }

    @Override
    public Content.Chunk read() {
      return content.read();
    }

    @Override
    public void demand(Runnable callback) {
      content.demand(callback);
    }

    @Override
    public void fail(Throwable failure) {
      content.fail(failure);
    }

    @Override
    public boolean consumeAvailable() {
      return true;
    }
  }

  private static final class Captured extends Response.Wrapper {
    private final HttpFields.Mutable headers = HttpFields.build();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int status = 200;

    Captured(Request caller, Response answer) {
      super(caller, answer);
    }

    Reply reply() {
      return new Reply(status, headers.asImmutable(), ByteBuffer.wrap(body.toByteArray()));
    }

    @Override
    public int getStatus() {
      return status;
    }

    @Override
    public void setStatus(int code) {
      status = code;
    }

    @Override
    public HttpFields.Mutable getHeaders() {
      return headers;
    }

    @Override
    public void write(boolean last, ByteBuffer bytes, Callback callback) {
      body.writeBytes(BufferUtil.toArray(bytes));
      callback.succeeded();
    }
  }
}
