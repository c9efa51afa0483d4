package io.vws.spring.event

import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flowOf
import kotlinx.coroutines.withContext
import org.springframework.messaging.handler.annotation.DestinationVariable
import org.springframework.messaging.handler.annotation.Header
import org.springframework.messaging.handler.annotation.SendTo
import java.security.Principal
import java.util.concurrent.CopyOnWriteArrayList

/** An order; a customer who says no size gets a medium one. */
data class KotlinOrder(val pizza: String, val size: Int = 2, val note: String?)

/** Listeners as one writes them in Kotlin. */
class KotlinListener {

    val calls: MutableList<String> = CopyOnWriteArrayList()

    @VwsListener("text/+")
    fun text(text: String) {
        calls.add(text)
    }

    @VwsListener("data/+")
    fun data(order: KotlinOrder) {
        calls.add("$order")
    }

    @VwsListener("list/+")
    fun list(orders: List<KotlinOrder>) {
        calls.add("${orders.first()}")
    }

    @VwsListener("nullable/+")
    fun nullable(order: KotlinOrder?) {
        calls.add("$order")
    }

    @VwsListener("absent/+id", "absent/of/nobody")
    fun absent(@DestinationVariable id: Int?, @Header missing: String?, principal: Principal?) {
        calls.add("$id $missing ${principal?.name}")
    }

    @VwsListener("default/+id", "default/of/nobody")
    fun default(order: String = "Margherita", @DestinationVariable id: String = "7", @Header missing: String = "none") {
        calls.add("$order $id $missing")
    }

    @VwsListener("reply/+id")
    @SendTo("replies/{id}")
    fun reply(order: KotlinOrder, @DestinationVariable id: Int): KotlinOrder? =
        if (id > 0) order.copy(size = id) else null

    @VwsListener("suspend/+id")
    @SendTo("replies/{id}")
    suspend fun suspending(order: KotlinOrder, @DestinationVariable id: Int, @Header missing: String = "none"): String =
        withContext(Dispatchers.IO) { "${order.pizza} $id $missing" }

    @VwsListener("suspendUnit/+")
    suspend fun suspendingUnit(text: String) {
        withContext(Dispatchers.IO) { calls.add(text) }
    }

    @VwsListener("suspendFailure/+", errorHandler = "handler")
    suspend fun suspendingFailure(text: String): String = withContext(Dispatchers.IO) { error(text) }

    @VwsListener("failure/+", errorHandler = "handler")
    fun failure(text: String, @Header missing: String = "none"): String = error("$text $missing")

    @VwsListener("incomplete/+", errorHandler = "handler")
    fun incomplete(order: KotlinOrder) {
        calls.add("$order")
    }

    @VwsListener("private/+")
    private fun private(text: String = "default") {
        calls.add(text)
    }
}

/** What is generic returns Unit, and not nothing. */
interface KotlinHandler<T> {

    fun handle(text: String): T
}

@SendTo("units")
class KotlinUnit : KotlinHandler<Unit> {

    val calls: MutableList<String> = CopyOnWriteArrayList()

    @VwsListener("unit/+")
    override fun handle(text: String) {
        calls.add(text)
    }
}

class KotlinReplyOfNothing {

    @VwsListener("a/+")
    @SendTo("b")
    suspend fun handle(text: String) {
    }
}

class KotlinNumberByDefault {

    @VwsListener("a/+id", "b")
    fun handle(@DestinationVariable id: Int = 7) {
    }
}

class KotlinDeferred {

    @VwsListener("a/+")
    fun handle(text: String): Deferred<String> = CompletableDeferred(text)
}

class KotlinFlow {

    @VwsListener("a/+")
    suspend fun handle(text: String): Flow<String> = flowOf(text)
}
