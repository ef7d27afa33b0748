package shop;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

public class Inventory {
    private final Map<String, Integer> stock = new HashMap<>();
    private final List<InventoryListener> listeners = new ArrayList<>();

    public void addListener(InventoryListener listener) {
        listeners.add(listener);
    }

    public void receive(String article, int count) {
        if (count <= 0) {
            throw new IllegalArgumentException("count must be positive: " + count);
        }
        stock.merge(article, count, Integer::sum);
        notifyListeners(article);
    }

    public boolean ship(String article, int count) {
        int available = stock.getOrDefault(article, 0);
        if (available < count) {
            return false;
        }
        stock.put(article, available - count);
        notifyListeners(article);
        return true;
    }

    public Optional<Integer> countOf(String article) {
        return Optional.ofNullable(stock.get(article));
    }

    public List<String> articles() {
        List<String> names = new ArrayList<>(stock.keySet());
        Collections.sort(names);
        return names;
    }

    private void notifyListeners(String article) {
        for (InventoryListener listener : listeners) {
            listener.stockChanged(article, stock.get(article));
        }
    }
}
