/** How far an order is. `version` counts everything that happened to it, its money, parcels and promises; `at` is ISO, UTC. */
export type OrderSnapshot = { orderId: string; version: number; at: string };
