package io.vws.test;

import io.vws.log.LogScanner;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link LogScanner} looks at the log of applications, too.
 */
class ScannedApplicationsTests {

	private static final Logger logger = LoggerFactory.getLogger("org.example.Anything");

	/**
	 * Symptom: each start of an application takes the appenders of the one before away.
	 */
	@Test
	void applicationsThatStartAndStopAreLookedAt() {
		for (int i = 0; i < 2; i++) {
			try (VwsTestApplication app = VwsTestApplication.start()) {
				logger.info("PAYLOAD on port {}", app.port());
				assertThat(LogScanner.takeFindings()).hasSize(1);
			}
			logger.info("PAYLOAD after the end");
			assertThat(LogScanner.takeFindings()).hasSize(1);
		}
	}

}
