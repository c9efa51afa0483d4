package io.vws.bench.micro;

import java.util.Map;
import java.util.Set;

import io.vws.wire.Frame;
import io.vws.wire.MalformedMessageException;
import io.vws.wire.MessageId;
import io.vws.wire.VwsCodec;
import io.vws.wire.VwsMessage;
import org.openjdk.jmh.annotations.Benchmark;

/**
 * Messages to JSON and back.
 */
public class CodecBenchmark extends MicroBenchmark {

	private final VwsCodec codec = new VwsCodec(Set.of("traceparent", "tracestate"));

	private final String small = Messages.publish(200);

	private final String large = Messages.publish(2000);

	private final String foreign = Messages.publish(200).replace("xxxx", "жёлт");

	private final String subscribe = "{\"k\":\"s\",\"t\":\"site/17/sensor/+/temp\",\"i\":7}";

	private final VwsMessage.Event event = new VwsMessage.Event(null, Messages.TOPIC, Messages.payload(200), Map.of());

	private final VwsMessage.Event foreignEvent = new VwsMessage.Event(null, Messages.TOPIC,
			Messages.payload(200).replace("xxxx", "жёлт"), Map.of());

	private final VwsMessage.Ack ack = new VwsMessage.Ack(MessageId.of(1234));

	@Benchmark
	public VwsMessage decodePublish200() throws MalformedMessageException {
		return this.codec.decode(this.small);
	}

	@Benchmark
	public VwsMessage decodePublish2000() throws MalformedMessageException {
		return this.codec.decode(this.large);
	}

	@Benchmark
	public VwsMessage decodePublish200NotLatin1() throws MalformedMessageException {
		return this.codec.decode(this.foreign);
	}

	@Benchmark
	public VwsMessage decodeSubscribe() throws MalformedMessageException {
		return this.codec.decode(this.subscribe);
	}

	@Benchmark
	public Frame encodeEvent200() {
		return Frame.event(Messages.TOPIC, this.codec.encode(this.event));
	}

	@Benchmark
	public Frame encodeEvent200NotLatin1() {
		return Frame.event(Messages.TOPIC, this.codec.encode(this.foreignEvent));
	}

	@Benchmark
	public Frame encodeAck() {
		return Frame.answer(this.codec.encode(this.ack));
	}

}
