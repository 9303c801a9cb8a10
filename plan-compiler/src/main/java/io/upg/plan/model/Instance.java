package io.upg.plan.model;

/**
 * One component on one host, and where the plan takes it.
 *
 * @param name the instance's own name, empty where a host runs the component once
 */
public record Instance(String host, String component, String name, String from, String to) {}
