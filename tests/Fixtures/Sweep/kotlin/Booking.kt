package hotel

import java.time.LocalDate
import java.time.temporal.ChronoUnit

enum class RoomType(val pricePerNight: Int) {
    SINGLE(80),
    DOUBLE(120),
    SUITE(250),
}

data class Booking(
    val guest: String,
    val type: RoomType,
    val arrival: LocalDate,
    val departure: LocalDate,
) {
    init {
        require(arrival < departure) { "A guest must stay at least one night" }
    }

    val nights: Long
        get() = ChronoUnit.DAYS.between(arrival, departure)

    val price: Long
        get() = nights * type.pricePerNight

    fun overlaps(other: Booking): Boolean = arrival < other.departure && other.arrival < departure
}

class Hotel(private val rooms: Map<RoomType, Int>) {
    private val bookings = mutableListOf<Booking>()

    fun book(booking: Booking): Boolean {
        val taken = bookings.count { it.type == booking.type && it.overlaps(booking) }
        val available = rooms[booking.type] ?: 0
        if (taken >= available) {
            return false
        }
        bookings += booking
        return true
    }

    fun revenue(year: Int): Long = bookings
        .filter { it.arrival.year == year }
        .sumOf { it.price }

    fun guestsOn(day: LocalDate): List<String> = bookings
        .filter { day >= it.arrival && day < it.departure }
        .map { it.guest }
        .sorted()
}
