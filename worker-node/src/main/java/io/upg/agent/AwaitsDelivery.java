package io.upg.agent;

/** What goes on with a task would be begun anew: that is for a delivery to ask. */
final class AwaitsDelivery extends RuntimeException {
  private static final long serialVersionUID = 1;

  AwaitsDelivery() {
    super("it goes on when its order is delivered again", null, false, false);
  }
}
