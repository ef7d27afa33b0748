<?php

declare(strict_types=1);

namespace App\Repository;

use App\Entity\User;
use PDO;

final class UserRepository
{
    public function __construct(private readonly PDO $connection)
    {
    }

    public function find(int $id): ?User
    {
        $statement = $this->connection->prepare('SELECT * FROM users WHERE id = :id');
        $statement->execute(['id' => $id]);
        $row = $statement->fetch(PDO::FETCH_ASSOC);

        return $row === false ? null : $this->hydrate($row);
    }

    /** @return User[] */
    public function findActive(int $limit = 50): array
    {
        $statement = $this->connection->prepare('SELECT * FROM users WHERE active = 1 ORDER BY name LIMIT :limit');
        $statement->bindValue('limit', $limit, PDO::PARAM_INT);
        $statement->execute();

        return array_map($this->hydrate(...), $statement->fetchAll(PDO::FETCH_ASSOC));
    }

    public function save(User $user): void
    {
        $statement = $this->connection->prepare(
            'UPDATE users SET name = :name, email = :email, active = :active WHERE id = :id'
        );
        $statement->execute([
            'id' => $user->getId(),
            'name' => $user->getName(),
            'email' => $user->getEmail(),
            'active' => $user->isActive() ? 1 : 0,
        ]);
    }

    private function hydrate(array $row): User
    {
        return new User((int) $row['id'], $row['name'], $row['email'], (bool) $row['active']);
    }
}
