package io.upg.http;

import com.sun.net.httpserver.HttpServer;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** What every server on the JDK's HTTP server needs beside its answers. */
public final class JdkHttp {
  private JdkHttp() {}

  /**
   * Sets what the JDK's server reads once in a process, unless it was set from outside: without
   * nodelay small answers wait 40 ms for an ACK; without the limits a peer that stops in the middle
   * of a request keeps its thread.
   */
  public static void limits(Duration request, Duration response) {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    setIfAbsent("sun.net.httpserver.maxReqTime", request);
    setIfAbsent("sun.net.httpserver.maxRspTime", response);
  }

  private static void setIfAbsent(String property, Duration limit) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, String.valueOf(limit.toSeconds()));
    }
  }

  /** Daemon threads. */
  public static ExecutorService pool(int threads, String name) {
    return Executors.newFixedThreadPool(
        threads,
        work -> {
          Thread thread = new Thread(work, name);
          thread.setDaemon(true);
          return thread;
        });
  }

  /** Ends what is under way after a second. */
  public static void stop(HttpServer http, ExecutorService pool) {
    http.stop(0);
    pool.shutdown();
    try {
      pool.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    pool.shutdownNow();
  }
}
