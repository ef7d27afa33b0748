-- Revenue of each month.
SELECT date_trunc('month', o.placed_at) AS month,
       SUM(i.quantity * p.price) AS revenue
FROM orders o
JOIN order_items i ON i.order_id = o.id
JOIN products p ON p.id = i.product_id
WHERE o.status = 'paid'
GROUP BY month
ORDER BY month;

-- The ten customers who ordered most.
SELECT c.id, c.name, COUNT(*) AS orders
FROM customers c
JOIN orders o ON o.customer_id = c.id
GROUP BY c.id, c.name
ORDER BY orders DESC
LIMIT 10;

-- Products that nobody ordered.
SELECT p.id, p.name
FROM products p
LEFT JOIN order_items i ON i.product_id = p.id
WHERE i.product_id IS NULL
ORDER BY p.name;

-- Orders that are open for more than a week.
UPDATE orders
SET status = 'late'
WHERE status = 'open'
  AND placed_at < now() - INTERVAL '7 days';
