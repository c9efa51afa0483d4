package io.vws.spring.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

import io.vws.server.CloseReason;
import io.vws.server.Transport;
import io.vws.wire.Frame;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * The way to a peer straight through the socket of a Tomcat connection: all frames of a
 * batch leave with one write, from the bytes that all connections share. Never waits:
 * what the socket does not take is kept, and leaves when Tomcat's poller says that there
 * is room.
 * <p>
 * Writes go to the {@link SocketChannel}, not to Tomcat's {@code NioChannel}, which is
 * used again for another client as soon as a connection has ended. The monitor guards all
 * fields and is held only while bytes are handed to the socket, so that the frames of the
 * link and the pongs and close frames of the reading thread do not mix.
 */
final class DirectTransport implements Transport {

	private static final int FINAL = 0x80;

	private static final int MAX_HEADER_BYTES = 10;

	private static final int MAX_REASON_BYTES = 123;

	private final SocketWrapperBase<?> wrapper;

	private final SocketChannel channel;

	private final BufferPool buffers;

	private final Reading reading;

	private Runnable onWritten = () -> {
	};

	/** Bytes that the socket has not taken yet. */
	private @Nullable ByteBuffer rest;

	/** Payload of the last ping that could not be answered at once. */
	private byte @Nullable [] pong;

	private boolean closeSent;

	DirectTransport(SocketWrapperBase<?> wrapper, SocketChannel channel, BufferPool buffers, Reading reading) {
		this.wrapper = wrapper;
		this.channel = channel;
		this.buffers = buffers;
		this.reading = reading;
	}

	/** The reading side of the connection. */
	interface Reading {

		void suspend();

		void resume();

	}

	@Override
	public boolean mayWait() {
		return false;
	}

	@Override
	public void onWritten(Runnable listener) {
		this.onWritten = listener;
	}

	/**
	 * Behind a close frame nothing may follow (RFC 6455, section 5.5.1): what a writer
	 * has taken when the reading thread sends one is dropped, and the connection ends.
	 */
	@Override
	public synchronized boolean write(Frame[] frames) throws IOException {
		if (this.closeSent) {
			return true;
		}
		int size = 0;
		for (Frame frame : frames) {
			size += MAX_HEADER_BYTES + frame.length();
		}
		if (size > BufferPool.BUFFER_BYTES) {
			return write(put(frames, ByteBuffer.allocate(size)));
		}
		BufferPool.IoBuffer buffer = this.buffers.take();
		try {
			return write(put(frames, buffer.socket()));
		}
		finally {
			this.buffers.giveBack(buffer);
		}
	}

	private static ByteBuffer put(Frame[] frames, ByteBuffer target) {
		for (Frame frame : frames) {
			putHeader(target, OpCodes.TEXT, frame.length());
			target.put(frame.bytes());
		}
		return target.flip();
	}

	private static void putHeader(ByteBuffer target, int opcode, int length) {
		target.put((byte) (FINAL | opcode));
		if (length < 126) {
			target.put((byte) length);
		}
		else if (length <= 0xFFFF) {
			target.put((byte) 126).putShort((short) length);
		}
		else {
			target.put((byte) 127).putLong(length);
		}
	}

	/** Write, or keep what cannot be written. Returns whether all has left. */
	private boolean write(ByteBuffer bytes) throws IOException {
		if (this.rest == null) {
			handOver(bytes);
			if (!bytes.hasRemaining()) {
				return true;
			}
			this.wrapper.registerWriteInterest();
		}
		this.rest = append(this.rest, bytes);
		return false;
	}

	private void handOver(ByteBuffer bytes) throws IOException {
		int written = 1;
		while (written > 0 && bytes.hasRemaining()) {
			written = this.channel.write(bytes);
		}
	}

	private static ByteBuffer append(@Nullable ByteBuffer rest, ByteBuffer bytes) {
		int size = bytes.remaining() + ((rest != null) ? rest.remaining() : 0);
		ByteBuffer whole = ByteBuffer.allocate(size);
		if (rest != null) {
			whole.put(rest);
		}
		return whole.put(bytes).flip();
	}

	/** There is room in the socket again. Called by a container thread. */
	void writable() throws IOException {
		synchronized (this) {
			ByteBuffer bytes = this.rest;
			if (bytes != null) {
				handOver(bytes);
				if (bytes.hasRemaining()) {
					this.wrapper.registerWriteInterest();
					return;
				}
				this.rest = null;
			}
			byte[] payload = this.pong;
			this.pong = null;
			if (payload != null) {
				write(control(OpCodes.PONG, payload));
			}
		}
		this.onWritten.run();
	}

	private static ByteBuffer control(int opcode, byte[] payload) {
		ByteBuffer frame = ByteBuffer.allocate(2 + payload.length);
		putHeader(frame, opcode, payload.length);
		return frame.put(payload).flip();
	}

	@Override
	public synchronized void ping() throws IOException {
		if (!this.closeSent) {
			write(control(OpCodes.PING, new byte[0]));
		}
	}

	/**
	 * Answer a ping. While the socket takes nothing only the last one is remembered, so
	 * that a peer which pings and does not read costs nothing (RFC 6455, section 5.5.3).
	 */
	synchronized void pong(byte[] payload) throws IOException {
		if (this.closeSent) {
			return;
		}
		if (this.rest != null) {
			this.pong = payload;
		}
		else {
			write(control(OpCodes.PONG, payload));
		}
	}

	@Override
	public synchronized void close(CloseReason reason) throws IOException {
		if (this.closeSent) {
			return;
		}
		this.closeSent = true;
		this.pong = null;
		write(control(OpCodes.CLOSE, payload(reason)));
		resumeReading(); // or the peer's close frame would not be read
	}

	/**
	 * Send a close frame and end our side of the connection, so that a peer which waits
	 * for the end need not wait until reading ends too.
	 */
	synchronized void closeOutput(CloseReason reason) throws IOException {
		close(reason);
		if (this.rest == null) {
			this.channel.shutdownOutput();
		}
	}

	private static byte[] payload(CloseReason reason) {
		if (reason.code() == FrameDecoder.NO_CODE) {
			return new byte[0];
		}
		byte[] text = reason.text().getBytes(StandardCharsets.UTF_8);
		ByteBuffer payload = ByteBuffer.allocate(2 + Math.min(text.length, MAX_REASON_BYTES));
		return payload.putShort((short) reason.code()).put(text, 0, payload.remaining()).array();
	}

	/**
	 * Closing the channel is safe on any thread. All else that belongs to an end Tomcat
	 * does on a thread of its own, when the reading thread has come back.
	 */
	@Override
	public void abort(CloseReason reason) {
		try {
			closeIfPossible(reason);
		}
		catch (IOException ex) {
			// The connection has ended already, which is what was wanted.
		}
		closeChannel();
		this.wrapper.processSocket(SocketEvent.DISCONNECT, true);
	}

	private synchronized void closeIfPossible(CloseReason reason) throws IOException {
		if (this.rest == null && !this.closeSent) {
			this.closeSent = true;
			handOver(control(OpCodes.CLOSE, payload(reason)));
		}
	}

	synchronized boolean isOpen() {
		return !this.closeSent && this.channel.isOpen();
	}

	/** The connection has ended; what is written from now on is dropped. */
	synchronized void end() {
		this.closeSent = true;
		this.rest = null;
		this.pong = null;
		closeChannel();
	}

	private void closeChannel() {
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			// It is closed all the same.
		}
	}

	@Override
	public boolean suspendReading() {
		this.reading.suspend();
		return true;
	}

	@Override
	public boolean resumeReading() {
		this.reading.resume();
		return false;
	}

}
