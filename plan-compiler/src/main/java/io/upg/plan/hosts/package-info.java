/**
 * Host sets: how they are written ({@code role=compute & !cn-[0001-0009]}), what they match, and
 * how many host names are written as one range. Files behind {@code @hosts.txt} are read by the
 * caller; which host set belongs to what is the business of those who hold it.
 */
package io.upg.plan.hosts;
