package io.vws.bench.load;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what {@link ServerMemory} reads from {@code jcmd}.
 */
class ServerMemoryTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					" garbage-first heap   total 43008K, used 1034K [0x1, 0x2)\n  region size 1M\n Metaspace       used 800K, committed 900K" | 1034
					" garbage-first heap   total reserved 83K, committed 43008K, used 2048K [0x1)\n Metaspace  used 800K" | 2048
					" def new generation   total 9792K, used 100K [0x1)\n  eden space 8704K,   1% used [0x1)\n tenured generation   total 21888K, used 900K [0x1)\n Metaspace  used 80K\n  class space    used 8K" | 1000
					" ZHeap           used 12M, capacity 64M" | 12288
					""")
	void heap(String info, double kib) {
		assertThat(ServerMemory.heap(info)).isEqualTo(kib);
	}

}
