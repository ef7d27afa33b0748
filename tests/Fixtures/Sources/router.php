<?php

declare(strict_types=1);

namespace Shop\Http;

use InvalidArgumentException;

/** A router; it doesn't do much. */
final class Router
{
    /** @var array<string, callable> */
    private array $routes = [];

    public function __construct(private readonly string $prefix = '')
    {
    }

    public function add(string $path, callable $handler): static
    {
        if (isset($this->routes[$path])) {
            throw new InvalidArgumentException("There's a route for {$path} already");
        }

        $this->routes[$this->prefix . $path] = $handler; // 'quoted'
        return $this;
    }

    #[\ReturnTypeWillChange]
    public function handle(string $path): string
    {
        foreach ($this->routes as $pattern => $handler) {
            # A comment of another kind: "{"
            if (preg_match('#^' . preg_quote($pattern, '#') . '$#', $path) === 1) {
                return $handler($path) ?? '';
            }
        }

        return <<<HTML
            <p class="error">Nothing at "{$path}" (don't ask)</p>
            HTML;
    }
}
?>
<p>It's the end</p>
