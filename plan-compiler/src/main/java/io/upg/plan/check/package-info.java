/** The rules between files, one class each. They report; nothing here changes or orders. */
package io.upg.plan.check;
