package io.vws.log;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A test that has a stack trace logged which is no peer's doing, or not logged by us.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
public @interface ExpectsStackTrace {

	/**
	 * Whose doing it is.
	 */
	String value();

}
