package io.lull.node.api;

import java.time.Duration;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.Connection;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.BidiShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;

/**
 * Ends a connection whose client does not bring a request in time, be it that he says nothing or a
 * letter now and then: the server itself would wait as long as letters come.
 */
final class Patience
    extends GraphStage<BidiShape<HttpRequest, HttpRequest, HttpResponse, HttpResponse>> {
  private static final String OVER = "over";

  private final Inlet<HttpRequest> asked = Inlet.create("asked");
  private final Outlet<HttpRequest> toHandler = Outlet.create("toHandler");
  private final Inlet<HttpResponse> fromHandler = Inlet.create("fromHandler");
  private final Outlet<HttpResponse> answered = Outlet.create("answered");
  private final BidiShape<HttpRequest, HttpRequest, HttpResponse, HttpResponse> shape =
      BidiShape.of(asked, toHandler, fromHandler, answered);
  private final Duration limit;

  Patience(Duration limit) {
    this.limit = limit;
  }

  /** A response that takes as long as it takes; its connection ends with it. */
  static HttpResponse last(HttpResponse response) {
    return response.addHeader(Connection.create("close"));
  }

  @Override
  public BidiShape<HttpRequest, HttpRequest, HttpResponse, HttpResponse> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private final class Logic extends TimerGraphStageLogic {
    Logic() {
      super(shape);
      setHandler(asked, new Requests());
      setHandler(toHandler, new Wishes<>(asked));
      setHandler(fromHandler, new Responses());
      setHandler(answered, new Wishes<>(fromHandler));
    }

    @Override
    public void preStart() {
      scheduleOnce(OVER, limit);
    }

    @Override
    public void onTimer(Object key) {
      completeStage();
    }

    private final class Requests extends AbstractInHandler {
      @Override
      public void onPush() {
        cancelTimer(OVER);
        push(toHandler, grab(asked));
      }

      @Override
      public void onUpstreamFinish() {
        complete(toHandler);
      }
    }

    private final class Responses extends AbstractInHandler {
      @Override
      public void onPush() {
        HttpResponse response = grab(fromHandler);
        if (response.entity().isStrict()) {
          scheduleOnce(OVER, limit);
        }
        push(answered, response);
      }

      @Override
      public void onUpstreamFinish() {
        complete(answered);
      }
    }

    /** Passes a wish for more, and the end of it, on to where it comes from. */
    private final class Wishes<T> extends AbstractOutHandler {
      private final Inlet<T> source;

      Wishes(Inlet<T> source) {
        this.source = source;
      }

      @Override
      public void onPull() {
        if (!hasBeenPulled(source) && !isClosed(source)) {
          pull(source);
        }
      }

      @Override
      public void onDownstreamFinish(Throwable cause) {
        cancel(source, cause);
      }
    }
  }
}
