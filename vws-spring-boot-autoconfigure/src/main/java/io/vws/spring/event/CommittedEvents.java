package io.vws.spring.event;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What waits for the commit of one transaction, in order. Used by the thread of the
 * transaction only, and only loaded where there are transactions.
 * <p>
 * A transaction that is suspended takes its events along, so each has its own. What was
 * published after a savepoint goes when the transaction goes back to it.
 */
final class CommittedEvents implements TransactionSynchronization {

	private final Object owner;

	private final List<Waiting> waiting = new ArrayList<>();

	private final Map<Object, Integer> savepoints = new IdentityHashMap<>();

	private CommittedEvents(Object owner) {
		this.owner = owner;
	}

	/**
	 * Let something happen after the commit of the thread's transaction.
	 * @param owner whose it is; each has events of its own
	 * @param publication publishes the event; must not throw
	 * @param unknown called instead if it is not known whether the transaction has
	 * committed; must not throw
	 * @return {@code false} if there is no transaction
	 */
	static boolean add(Object owner, Runnable publication, Runnable unknown) {
		if (!TransactionSynchronizationManager.isSynchronizationActive()
				|| !TransactionSynchronizationManager.isActualTransactionActive()) {
			return false;
		}
		CommittedEvents events = (CommittedEvents) TransactionSynchronizationManager.getResource(owner);
		if (events == null) {
			events = new CommittedEvents(owner);
			TransactionSynchronizationManager.registerSynchronization(events);
			TransactionSynchronizationManager.bindResource(owner, events);
		}
		events.waiting.add(new Waiting(publication, unknown));
		return true;
	}

	@Override
	public void suspend() {
		TransactionSynchronizationManager.unbindResource(this.owner);
	}

	@Override
	public void resume() {
		TransactionSynchronizationManager.bindResource(this.owner, this);
	}

	@Override
	public void savepoint(Object savepoint) {
		this.savepoints.put(savepoint, this.waiting.size());
	}

	/** A savepoint that is not known was made before the first event. */
	@Override
	public void savepointRollback(Object savepoint) {
		int kept = Math.min(this.savepoints.getOrDefault(savepoint, 0), this.waiting.size());
		this.waiting.subList(kept, this.waiting.size()).clear();
	}

	/**
	 * Before what other synchronizations do about the commit, in a transaction of its own
	 * for example.
	 */
	@Override
	public void afterCommit() {
		publish();
	}

	private void publish() {
		for (int i = 0; i < this.waiting.size(); i++) { // one may cause another
			this.waiting.get(i).publication().run();
		}
		this.waiting.clear();
	}

	/**
	 * Unlike {@code afterCommit}, this is also called for what was registered when the
	 * transaction had committed already.
	 */
	@Override
	public void afterCompletion(int status) {
		TransactionSynchronizationManager.unbindResourceIfPossible(this.owner);
		if (status == STATUS_COMMITTED) {
			publish();
		}
		else if (status == STATUS_UNKNOWN) {
			this.waiting.forEach((event) -> event.unknown().run());
		}
	}

	/** Before listeners that the commit causes to publish something more. */
	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	/**
	 * What becomes of an event.
	 */
	private record Waiting(Runnable publication, Runnable unknown) {
	}

}
