/**
 * What every part of upg agrees on: how names and versions sort, what a version constraint admits,
 * how a wrong name is answered. Nothing here knows of plans, files or states.
 */
package io.upg.plan;
