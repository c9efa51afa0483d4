package io.vws.topic;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Two values or more under one pattern, in an array that is only ever appended to. A
 * removed value leaves a hole. When the array is full, or more than half of it is holes,
 * the values move to a new instance and this one never changes again. So add and remove
 * take constant time on average, and readers iterate over a dense array.
 * <p>
 * A reader takes {@link #end} once and looks at the slots before it. A hole is never
 * filled and a value never moves within an instance: so a value that stays is never
 * missed, and one that is removed and added again meanwhile is not seen twice.
 */
final class ManyValues<S> extends PatternValues<S> {

	/** Up to this many slots a scan is cheaper than a map of positions. */
	private static final int SCAN_LIMIT = 16;

	private final AtomicReferenceArray<@Nullable S> slots;

	/** Where each value stands; {@code null} for few slots. For the writer only. */
	private final @Nullable Map<S, Integer> positions;

	/** The number of slots in use, holes included. Written after the slot. */
	private volatile int end;

	/** The number of values. For the writer only. */
	private int live;

	ManyValues(String pattern, S first, S second) {
		this(pattern, 4);
		append(first);
		append(second);
	}

	private ManyValues(String pattern, int capacity) {
		super(pattern);
		this.slots = new AtomicReferenceArray<>(capacity);
		this.positions = (capacity > SCAN_LIMIT) ? new IdentityHashMap<>(capacity) : null;
	}

	@Override
	public void forEach(Consumer<? super S> action) {
		int end = this.end;
		for (int i = 0; i < end; i++) {
			S value = this.slots.get(i);
			if (value != null) {
				action.accept(value);
			}
		}
	}

	@Override
	int slots() {
		return this.end;
	}

	@Override
	boolean contains(S value) {
		return position(value) != -1;
	}

	@Override
	PatternValues<S> with(S value) {
		ManyValues<S> target = (this.end < this.slots.length()) ? this : rebuild();
		target.append(value);
		return target;
	}

	@Override
	@Nullable PatternValues<S> without(S value) {
		this.slots.set(position(value), null);
		if (this.positions != null) {
			this.positions.remove(value);
		}
		this.live--;
		if (this.live == 1) {
			return new SingleValue<>(pattern(), remaining());
		}
		return (this.live < this.end / 2) ? rebuild() : this;
	}

	private void append(S value) {
		int position = this.end;
		this.slots.set(position, value);
		if (this.positions != null) {
			this.positions.put(value, position);
		}
		this.live++;
		this.end = position + 1;
	}

	/**
	 * Copy the values to an instance with as much room again: that many more can be added
	 * before the next copy, which keeps the average cost constant.
	 */
	private ManyValues<S> rebuild() {
		ManyValues<S> copy = new ManyValues<>(pattern(), this.live * 2);
		forEach(copy::append);
		return copy;
	}

	private S remaining() {
		for (int i = 0; i < this.end; i++) {
			S value = this.slots.get(i);
			if (value != null) {
				return value;
			}
		}
		throw new IllegalStateException("No value is left");
	}

	private int position(S value) {
		if (this.positions != null) {
			Integer position = this.positions.get(value);
			return (position != null) ? position : -1;
		}
		for (int i = 0; i < this.end; i++) {
			if (this.slots.get(i) == value) {
				return i;
			}
		}
		return -1;
	}

}
