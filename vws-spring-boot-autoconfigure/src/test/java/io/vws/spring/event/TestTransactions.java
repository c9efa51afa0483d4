package io.vws.spring.event;

import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

import org.springframework.transaction.SavepointManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.SmartTransactionObject;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Transactions of nothing, with all that Spring does around them: suspension, savepoints
 * and synchronizations.
 */
final class TestTransactions extends AbstractPlatformTransactionManager {

	private static final long serialVersionUID = 1L;

	private final transient ThreadLocal<Deque<Savepoints>> active = ThreadLocal.withInitial(ArrayDeque::new);

	private boolean connectionLost;

	TestTransactions() {
		setNestedTransactionAllowed(true);
	}

	/** Let commits fail from now on, so that nobody knows what became of them. */
	void loseConnection() {
		this.connectionLost = true;
	}

	/** Run with a propagation, such as {@code PROPAGATION_REQUIRES_NEW}. */
	void run(int propagation, Work work) {
		TransactionTemplate template = new TransactionTemplate(this);
		template.setPropagationBehavior(propagation);
		template.executeWithoutResult((status) -> work.run(status::setRollbackOnly));
	}

	/** Run in a transaction. */
	void run(Work work) {
		run(TransactionDefinition.PROPAGATION_REQUIRED, work);
	}

	@Override
	protected Object doGetTransaction() {
		Savepoints current = this.active.get().peek();
		return (current != null) ? current : new Savepoints();
	}

	@Override
	protected boolean isExistingTransaction(Object transaction) {
		return this.active.get().peek() == transaction;
	}

	@Override
	protected void doBegin(Object transaction, TransactionDefinition definition) {
		this.active.get().push((Savepoints) transaction);
	}

	@Override
	protected Object doSuspend(Object transaction) {
		return this.active.get().pop();
	}

	@Override
	protected void doResume(@Nullable Object transaction, Object suspendedResources) {
		this.active.get().push((Savepoints) suspendedResources);
	}

	@Override
	protected void doCommit(DefaultTransactionStatus status) {
		if (this.connectionLost) {
			throw new TransactionSystemException("no answer to the commit");
		}
	}

	@Override
	protected void doRollback(DefaultTransactionStatus status) {
	}

	@Override
	protected void doSetRollbackOnly(DefaultTransactionStatus status) {
		((Savepoints) status.getTransaction()).rollbackOnly = true;
	}

	@Override
	protected void doCleanupAfterCompletion(Object transaction) {
		this.active.get().remove(transaction);
	}

	/** What runs in a transaction. */
	@FunctionalInterface
	interface Work {

		/**
		 * Run.
		 * @param rollback lets the transaction roll back at its end
		 */
		void run(Runnable rollback);

	}

	/** A transaction that can go back to savepoints. */
	private static final class Savepoints implements SmartTransactionObject, SavepointManager {

		private boolean rollbackOnly;

		@Override
		public boolean isRollbackOnly() {
			return this.rollbackOnly;
		}

		@Override
		public Object createSavepoint() {
			return new Object();
		}

		@Override
		public void rollbackToSavepoint(Object savepoint) {
		}

		@Override
		public void releaseSavepoint(Object savepoint) {
		}

	}

}
