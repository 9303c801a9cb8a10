/**
 * The canonical JSON form of records and the digests over it. What the documents mean is the
 * business of those who write them.
 */
package io.upg.plan.json;
