package util;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Keeps the entries that were used last. */
public final class LruCache<K, V> {
    private final Map<K, V> entries;
    private long hits;
    private long misses;

    public LruCache(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be at least 1");
        }
        this.entries = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > capacity;
            }
        };
    }

    public synchronized V get(K key, Function<? super K, ? extends V> load) {
        V known = entries.get(key);
        if (known != null) {
            hits++;
            return known;
        }
        misses++;
        V loaded = load.apply(key);
        entries.put(key, loaded);
        return loaded;
    }

    public synchronized double hitRate() {
        long total = hits + misses;
        return total == 0 ? 0.0 : (double) hits / total;
    }

    public synchronized int size() {
        return entries.size();
    }

    public synchronized void clear() {
        entries.clear();
        hits = 0;
        misses = 0;
    }
}
