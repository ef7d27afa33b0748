package weather

import kotlin.math.roundToInt

data class Reading(val station: String, val celsius: Double, val tags: Map<String, List<String>> = emptyMap())

class Weather(private val readings: MutableList<Reading> = mutableListOf()) {
    fun add(station: String, celsius: Double) {
        require(station.isNotBlank()) { "a station's name is missing: \"${station.trim()}\"" }
        readings += Reading(station, celsius)
    }

    fun average(): Double? = readings.takeIf { it.isNotEmpty() }?.map { it.celsius }?.average()

    fun describe(): String = when (val value = average()?.roundToInt()) {
        null -> "nothing"
        in Int.MIN_VALUE..0 -> "cold (${value}°)"
        else -> {
            val text = """
                warm: ${readings.joinToString { reading -> reading.station }}
            """.trimIndent()
            text
        }
    }

    /* A comment /* in a comment */ with a 'quote. */
    fun clear() = readings.clear()
}

fun main() {
    val weather = Weather()
    for ((index, name) in listOf("north", "south").withIndex()) {
        weather.add(name, index * 10.5)
    }
    println(weather.describe())
}
