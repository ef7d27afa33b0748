package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InventoryTest {
    private Inventory inventory;

    @BeforeEach
    void setUp() {
        inventory = new Inventory();
        inventory.receive("apple", 10);
    }

    @Test
    void shipsWhatIsThere() {
        assertTrue(inventory.ship("apple", 4));
        assertEquals(Optional.of(6), inventory.countOf("apple"));
    }

    @Test
    void shipsNoMoreThanThereIs() {
        assertFalse(inventory.ship("apple", 11));
        assertEquals(Optional.of(10), inventory.countOf("apple"));
    }

    @Test
    void refusesNegativeCounts() {
        assertThrows(IllegalArgumentException.class, () -> inventory.receive("apple", -1));
    }

    @Test
    void sortsArticles() {
        inventory.receive("zucchini", 2);
        inventory.receive("banana", 3);
        assertEquals(List.of("apple", "banana", "zucchini"), inventory.articles());
    }
}
