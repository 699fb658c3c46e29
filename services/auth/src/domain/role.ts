/** What somebody may do, in the order in which roles are shown and stored. */
export const roles = ['buyer', 'organizer', 'scanner', 'admin'] as const

export type Role = (typeof roles)[number]

/** Each role once, in the order of `roles`. Everybody buys, so buyer is always among them. */
export function rolesWith(some: readonly Role[]): readonly Role[] {
  return roles.filter((role) => role === 'buyer' || some.includes(role))
}

export function isRole(value: unknown): value is Role {
  return roles.includes(value as Role)
}
