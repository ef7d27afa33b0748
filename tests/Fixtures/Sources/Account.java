package shop.accounts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** An account that doesn't hold much. */
public final class Account {
    private static final char QUOTE = '"';
    private final Map<String, List<Integer>> entries;
    private int balance;

    public Account(Map<String, List<Integer>> entries) {
        this.entries = entries;
    }

    @Override
    public String toString() {
        return """
            Account {
              balance: %d, "quoted"
            }
            """.formatted(balance);
    }

    public List<Integer> find(String name) {
        return entries.getOrDefault(name, new ArrayList<>()).stream()
            .filter(entry -> entry > 0)
            .map(entry -> entry * 2)
            .collect(Collectors.toList());
    }

    public void post(String name, int... amounts) throws IllegalStateException {
        for (int amount : amounts) {
            if (amount == 0) {
                throw new IllegalStateException("nothing for " + name + QUOTE);
            } else if (amount < 0 && balance + amount < 0) {
                continue;
            }

            entries.computeIfAbsent(name, key -> new ArrayList<>()).add(amount);
            balance += amount;
        }
    }
}
