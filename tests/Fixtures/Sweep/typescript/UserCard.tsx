import { useEffect, useState } from 'react';
import { getUser, hasRole, type User } from './api';

interface UserCardProps {
  id: number;
  onEdit?: (user: User) => void;
}

export function UserCard({ id, onEdit }: UserCardProps) {
  const [user, setUser] = useState<User | null>(null);
  const [error, setError] = useState<string | null>(null);

  useEffect(() => {
    let isCurrent = true;
    getUser(id)
      .then((loaded) => {
        if (isCurrent) setUser(loaded);
      })
      .catch((reason: Error) => {
        if (isCurrent) setError(reason.message);
      });
    return () => {
      isCurrent = false;
    };
  }, [id]);

  if (error !== null) {
    return <p className="error">{error}</p>;
  }
  if (user === null) {
    return <p className="loading">Loading…</p>;
  }

  return (
    <article className="user-card">
      <h2>{user.name}</h2>
      <a href={`mailto:${user.email}`}>{user.email}</a>
      {hasRole(user, 'admin') && <span className="badge">Admin</span>}
      {onEdit && (
        <button type="button" onClick={() => onEdit(user)}>
          Edit
        </button>
      )}
    </article>
  );
}
