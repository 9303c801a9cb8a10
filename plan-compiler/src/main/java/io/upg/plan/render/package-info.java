/**
 * Plans for people and programs: text, JSON, DOT, and the difference between two plans. Everything
 * is a pure function to a string; where it is printed and what has run is not known here.
 */
package io.upg.plan.render;
