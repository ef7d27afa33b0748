-- Orders of a shop; a customer's name may hold an apostrophe.
CREATE TABLE customers (
    id          INTEGER PRIMARY KEY,
    name        TEXT NOT NULL,
    email       TEXT UNIQUE,
    created_at  TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE orders (
    id          INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    total       NUMERIC(10, 2) CHECK (total >= 0)
);

INSERT INTO customers (id, name) VALUES (1, 'O''Hara'), (2, 'Weber (junior)');

/* What each customer spent. */
SELECT c.name,
       COUNT(*) AS orders,
       SUM(CASE WHEN o.total > 100 THEN o.total ELSE 0 END) AS large
FROM customers AS c
LEFT JOIN orders AS o ON o.customer_id = c.id
WHERE c.name LIKE '%a%' AND o.total IS NOT NULL
GROUP BY c.name
HAVING COUNT(*) > 1
ORDER BY large DESC
LIMIT 10;
