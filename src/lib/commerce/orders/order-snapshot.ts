/** How far an order is. `version` counts everything that happened to it, its money, parcels and promises, and each notice of it; `at` is ISO, UTC. */
export type OrderSnapshot = { orderId: string; version: number; at: string };
