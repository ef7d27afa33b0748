import { Cache } from './cache';

export interface User {
  id: number;
  name: string;
  email: string;
  roles: string[];
}

export class ApiError extends Error {
  constructor(readonly status: number, message: string) {
    super(message);
    this.name = 'ApiError';
  }
}

const users = new Cache<number, User>({ maxEntries: 100, ttlMs: 60_000 });

async function request<T>(path: string, init?: RequestInit): Promise<T> {
  const response = await fetch(`/api/${path}`, {
    headers: { 'Content-Type': 'application/json' },
    ...init,
  });
  if (!response.ok) {
    throw new ApiError(response.status, await response.text());
  }
  return (await response.json()) as T;
}

export function getUser(id: number): Promise<User> {
  return users.getOrLoad(id, (key) => request<User>(`users/${key}`));
}

export async function updateUser(user: User): Promise<User> {
  const updated = await request<User>(`users/${user.id}`, {
    method: 'PUT',
    body: JSON.stringify(user),
  });
  users.set(updated.id, updated);
  return updated;
}

export function hasRole(user: User, role: string): boolean {
  return user.roles.includes(role);
}
